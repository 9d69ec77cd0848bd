import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;
import org.gradle.api.artifacts.Dependency;
import org.gradle.api.artifacts.component.ModuleComponentIdentifier;
import org.gradle.api.attributes.Category;
import org.gradle.api.attributes.Usage;
import org.gradle.testfixtures.ProjectBuilder;

/**
 * Asks Gradle what a build that depends on several projects runs with. Arguments: a directory of projects, each a folder with
 * script.gradle, and a file whose lines name projects apart by blanks. Prints for each line "OK module:version ..." or "FAIL why".
 */
public class Oracle {
  public static void main(String[] args) throws Exception {
    File directory = new File(args[0]).getAbsoluteFile();
    File home = new File(directory, "gradle-home");
    Project root = ProjectBuilder.builder().withProjectDir(new File(directory, "all")).withGradleUserHomeDir(home).build();
    root.getPluginManager().apply("jvm-ecosystem");
    for (File folder : directory.listFiles(one -> new File(one, "script.gradle").exists())) {
      Project project =
          ProjectBuilder.builder().withProjectDir(folder).withName(folder.getName()).withParent(root).withGradleUserHomeDir(home).build();
      project.setGroup("services");
      project.apply(Map.of("from", new File(folder, "script.gradle")));
    }
    root.apply(Map.of("from", new File(directory, "repositories.gradle")));
    for (String line : Files.readAllLines(Path.of(args[1]))) System.out.println(answer(root, line.split(" ")));
    System.out.flush();
    System.exit(0);
  }

  private static String answer(Project root, String[] names) {
    List<Dependency> dependencies = new ArrayList<>();
    for (String name : names) dependencies.add(root.getDependencies().project(Map.of("path", ":" + name)));
    Configuration together = root.getConfigurations().detachedConfiguration(dependencies.toArray(new Dependency[0]));
    together.attributes(
        attributes -> {
          attributes.attribute(Usage.USAGE_ATTRIBUTE, root.getObjects().named(Usage.class, Usage.JAVA_RUNTIME));
          attributes.attribute(Category.CATEGORY_ATTRIBUTE, root.getObjects().named(Category.class, Category.LIBRARY));
        });
    try {
      together.getResolvedConfiguration().rethrowFailure();
      StringBuilder found = new StringBuilder("OK");
      together
          .getIncoming()
          .getResolutionResult()
          .allComponents(
              one -> {
                if (one.getId() instanceof ModuleComponentIdentifier) found.append(' ').append(one.getModuleVersion());
              });
      return found.toString();
    } catch (Throwable failure) {
      StringBuilder why = new StringBuilder("FAIL");
      for (Throwable at = failure; at != null; at = at.getCause()) why.append(' ').append(String.valueOf(at.getMessage()).replaceAll("\\s+", " "));
      return why.toString();
    }
  }
}
