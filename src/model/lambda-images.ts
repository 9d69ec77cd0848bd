/** Images that Lambda runs: nothing in them listens, the runtime's client asks Lambda for events. */

const BASE = /(?:^|\/)(?:aws-lambda-[a-z]+|lambda\/(?:python|nodejs|java|provided|go|dotnet|ruby))$/;
const CLIENT = /awslambdaric|aws-lambda-ric|aws-lambda-rie|lambda-runtime-interface|lambda-entrypoint|bootstrap-lambda/;

/** Whether AWS's own base image of this name brings the client. */
export function isLambdaBase(name: string): boolean {
  return BASE.test(name);
}

/** Whether a command starts the client. */
export function startsLambdaClient(command: readonly string[]): boolean {
  return command.some((word) => CLIENT.test(word));
}
