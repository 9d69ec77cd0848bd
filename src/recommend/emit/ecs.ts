import { fileOf, warnings } from './file.ts';
import { healthOf } from './health.ts';
import { why } from './notes.ts';
import { quoted } from './quoting.ts';
import { type EmittedFile, isRootsPort, type Subject } from './subject.ts';

/** A CloudFormation template with the task definition: Fargate, or EC2 capacity where Fargate cannot serve. */
export function taskDefinition(subject: Subject, launch: Launch): EmittedFile {
  const expression = scheduleExpression(subject.schedule);
  return fileOf(subject, 'task.yaml', [
    why(subject, '#', [...warnings(subject), ...unscheduled(subject)]),
    "AWSTemplateFormatVersion: '2010-09-09'",
    `Description: ${quoted(`${subject.id} as an ECS task`)}`,
    'Parameters:',
    '  ImageUri:',
    '    Type: String',
    '    Description: Image built from the Dockerfile beside this file',
    '  ExecutionRoleArn:',
    '    Type: String',
    '    Description: Role that pulls the image and writes logs',
    ...(expression === undefined ? [] : scheduleParameters(launch)),
    'Resources:',
    '  LogGroup:',
    '    Type: AWS::Logs::LogGroup',
    '    DeletionPolicy: Delete',
    '    UpdateReplacePolicy: Delete',
    '    Properties:',
    '      RetentionInDays: 30',
    ...task(subject, launch),
    ...(expression === undefined ? [] : schedule(expression, launch)),
  ]);
}

type Launch = 'FARGATE' | 'EC2';

function task(subject: Subject, launch: Launch): readonly string[] {
  const { vcpu, gb } = subject.task;
  const arm = subject.architecture === 'arm64' && launch === 'FARGATE';
  return [
    '  Task:',
    '    Type: AWS::ECS::TaskDefinition',
    '    Properties:',
    `      Family: ${subject.slug}`,
    `      RequiresCompatibilities: [${launch}]`,
    `      NetworkMode: ${launch === 'FARGATE' ? 'awsvpc' : 'bridge'}`,
    `      Cpu: '${Math.round(vcpu * 1024)}'`,
    `      Memory: '${Math.round(gb * 1024)}'`,
    ...(launch === 'FARGATE' ? diskLines(subject) : []),
    ...(arm ? ['      RuntimePlatform:', '        CpuArchitecture: ARM64', '        OperatingSystemFamily: LINUX'] : []),
    '      ExecutionRoleArn: !Ref ExecutionRoleArn',
    ...(subject.stateful ? ['      Volumes:', '        - Name: data'] : []),
    '      ContainerDefinitions:',
    ...container(subject).map((line) => `        ${line}`),
  ];
}

/** A task has 20 GiB of its own; more is asked for, and from 21 on. */
function diskLines({ diskMiB = 0 }: Subject): readonly string[] {
  const gib = Math.ceil(diskMiB / 1024);
  return gib > PLAIN_DISK ? ['      EphemeralStorage:', `        SizeInGiB: ${gib}`] : [];
}

const PLAIN_DISK = 20;

function healthLines(subject: Subject): readonly string[] {
  const health = healthOf(subject);
  if (health === undefined) return [];
  return [
    '  HealthCheck:',
    `    Command: [${['CMD', ...health.command].map(quoted).join(', ')}]`,
    '    Interval: 30',
    '    Timeout: 5',
    '    Retries: 3',
    `    StartPeriod: ${health.start}`,
  ];
}

function container(subject: Subject): readonly string[] {
  const { slug, port, gpu, stateful } = subject;
  return [
    `- Name: ${slug}`,
    '  Image: !Ref ImageUri',
    '  Essential: true',
    ...(port === undefined ? [] : ['  PortMappings:', `    - ContainerPort: ${port}`]),
    ...(isRootsPort(port)
      ? ['  SystemControls:', '    - Namespace: net.ipv4.ip_unprivileged_port_start', "      Value: '0'"]
      : []),
    ...healthLines(subject),
    ...(gpu ? ['  ResourceRequirements:', '    - Type: GPU', "      Value: '1'"] : []),
    ...(stateful ? ['  MountPoints:', '    - SourceVolume: data', '      ContainerPath: /data', '      ReadOnly: false'] : []),
    '  LogConfiguration:',
    '    LogDriver: awslogs',
    '    Options:',
    '      awslogs-group: !Ref LogGroup',
    '      awslogs-region: !Ref AWS::Region',
    `      awslogs-stream-prefix: ${slug}`,
  ];
}

function scheduleParameters(launch: Launch): readonly string[] {
  return [
    '  ClusterArn:',
    '    Type: String',
    '    Description: Cluster that runs the task',
    '  SchedulerRoleArn:',
    '    Type: String',
    '    Description: Role with which the scheduler runs the task',
    ...(launch === 'FARGATE'
      ? ['  SubnetIds:', '    Type: List<AWS::EC2::Subnet::Id>', '    Description: Subnets of the task']
      : []),
  ];
}

/** The clock that the job has today, as EventBridge Scheduler keeps it. */
function schedule(expression: string, launch: Launch): readonly string[] {
  return [
    '  Schedule:',
    '    Type: AWS::Scheduler::Schedule',
    '    Properties:',
    `      ScheduleExpression: ${quoted(expression)}`,
    '      FlexibleTimeWindow:',
    "        Mode: 'OFF'",
    '      Target:',
    '        Arn: !Ref ClusterArn',
    '        RoleArn: !Ref SchedulerRoleArn',
    '        EcsParameters:',
    '          TaskDefinitionArn: !Ref Task',
    `          LaunchType: ${launch}`,
    ...(launch === 'FARGATE'
      ? ['          NetworkConfiguration:', '            AwsvpcConfiguration:', '              Subnets: !Ref SubnetIds']
      : []),
  ];
}

function unscheduled({ schedule: cron, role }: Subject): readonly string[] {
  if (role !== 'job' || (cron !== undefined && scheduleExpression(cron) !== undefined)) return [];
  return [cron === undefined ? 'A job: run the task when it is due.' : `A job: run the task when it is due (cron: ${cron}).`];
}

const FIELD = /^(?:\*|\d+)(?:-\d+)?(?:\/\d+)?(?:,\d+(?:-\d+)?)*$/;

/**
 * Five fields of cron as EventBridge Scheduler's six: it wants `?` in one of the two day fields and counts weekdays
 * from 1. What cannot be said so is left to the reader.
 */
export function scheduleExpression(cron: string | undefined): string | undefined {
  const fields = cron?.trim().split(/\s+/) ?? [];
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || fields.some((field) => !FIELD.test(field))) return undefined;
  if (minute === undefined || hour === undefined || day === undefined || month === undefined || weekday === undefined)
    return undefined;
  if (weekday !== '*' && (day !== '*' || /[/*]|-7/.test(weekday))) return undefined;
  const [dayField, weekdayField] =
    weekday === '*' ? [day, '?'] : ['?', weekday.replaceAll(/\d+/g, (one) => String((Number(one) % 7) + 1))];
  const from = (first: 0 | 1, field: string): string => field.replace(/^\*(?=\/)/, String(first));
  return `cron(${from(0, minute)} ${from(0, hour)} ${from(1, dayField)} ${from(1, month)} ${weekdayField} *)`;
}
