/**
 * Whether the image of a web archive of Spring Boot's starts it by itself, with the server that it brings, and no container
 * does (Spring Boot, "Packaging Executable Archives", "Traditional Deployment").
 */
import { isDockerfileName } from '../../src/formats/dockerfile/file-name.ts';
import { inDirectory, isReadFailure, type Project } from '../../src/model/index.ts';

/** `java -jar app.war`, in either form of a command. */
const STARTS = /-jar\b[^\n]*\.war\b/;

export function startsArchive(project: Project, directory: string): boolean {
  return project.list(directory).some((name) => {
    const file = isDockerfileName(name) ? project.read(inDirectory(directory, name)) : undefined;
    return file !== undefined && !isReadFailure(file) && STARTS.test(file.text);
  });
}
