import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.gradle.api.internal.StartParameterInternal;
import org.gradle.api.logging.LogLevel;
import org.gradle.initialization.DefaultBuildCancellationToken;
import org.gradle.initialization.DefaultBuildRequestContext;
import org.gradle.initialization.DefaultBuildRequestMetaData;
import org.gradle.initialization.NoOpBuildEventConsumer;
import org.gradle.internal.buildprocess.BuildProcessState;
import org.gradle.internal.classpath.ClassPath;
import org.gradle.internal.instrumentation.agent.AgentStatus;
import org.gradle.internal.logging.LoggingManagerInternal;
import org.gradle.internal.logging.services.DefaultLoggingManagerFactory;
import org.gradle.internal.logging.services.LoggingServiceRegistry;
import org.gradle.internal.nativeintegration.services.NativeServices;
import org.gradle.internal.service.ServiceRegistry;
import org.gradle.launcher.exec.BuildActionResult;
import org.gradle.launcher.exec.BuildExecutor;
import org.gradle.launcher.exec.DefaultBuildActionParameters;
import org.gradle.tooling.internal.provider.action.ExecuteBuildAction;

/**
 * Runs `help` of whole Gradle builds, one after the other in this process. Arguments: Gradle's home, an init script, then the
 * directories of the builds. Why one fails is written to oracle.fail in its directory.
 */
public class Builds {
  public static void main(String[] args) throws Exception {
    File home = new File(args[0]).getAbsoluteFile();
    System.setProperty("org.gradle.native", "false");
    NativeServices.initializeOnDaemon(home, NativeServices.NativeServicesMode.DISABLED);
    ServiceRegistry logging = LoggingServiceRegistry.newCommandLineProcessLogging();
    LoggingManagerInternal manager = logging.get(DefaultLoggingManagerFactory.class).getRoot();
    manager.attachSystemOutAndErr();
    manager.setLevelInternal(LogLevel.QUIET);
    manager.start();
    BuildProcessState state =
        new BuildProcessState(true, AgentStatus.disabled(), ClassPath.EMPTY, logging, NativeServices.getInstance());
    for (String name : List.of(args).subList(2, args.length)) {
      File directory = new File(name).getAbsoluteFile();
      String why = run(state, home, new File(args[1]).getAbsoluteFile(), directory);
      if (why != null) note(directory.toPath(), why);
    }
    System.err.flush();
    System.exit(0);
  }

  private static String run(BuildProcessState state, File home, File script, File directory) {
    StartParameterInternal start = new StartParameterInternal();
    start.setGradleUserHomeDir(home);
    start.setCurrentDir(directory);
    start.doNotSearchUpwards();
    start.addInitScript(script);
    start.setTaskNames(List.of("help"));
    start.setLogLevel(LogLevel.QUIET);
    start.setContinueOnFailure(true);
    try {
      BuildActionResult result =
          state
              .getServices()
              .get(BuildExecutor.class)
              .execute(
                  new ExecuteBuildAction(start),
                  new DefaultBuildActionParameters(
                      new HashMap<>(System.getProperties()), System.getenv(), directory, LogLevel.QUIET, false, ClassPath.EMPTY),
                  new DefaultBuildRequestContext(
                      new DefaultBuildRequestMetaData(System.currentTimeMillis()),
                      new DefaultBuildCancellationToken(),
                      new NoOpBuildEventConsumer()));
      if (!result.hasFailure()) return null;
      return result.getException() == null ? "Gradle keeps why to itself" : causes(result.getException());
    } catch (Throwable failure) {
      return causes(failure);
    }
  }

  private static String causes(Throwable failure) {
    StringBuilder why = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) why.append(at.getMessage()).append(" | ");
    return why.toString();
  }

  private static void note(Path directory, String why) throws IOException {
    Path file = directory.resolve("oracle.fail");
    // The init script knows more of a build that fails.
    if (!Files.exists(file)) Files.writeString(file, why);
  }
}
