import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes what Gradle takes for its own distribution out of one archive that holds all of its classes: a jar with a manifest for
 * every module, empty but for gradle-base-services, which holds everything. Arguments: the directory of jars to make, the
 * version, the directory of compiled stand-ins, the archive, then the libraries that Gradle needs.
 */
public class Distribution {
  private static final String MANIFEST = "-classpath.properties";
  private static final String HOLDER = "gradle-base-services";
  /** Lists of plug-ins, which Gradle reads beside the manifests. */
  private static final List<String> PLUGINS = List.of("gradle-plugins.properties", "gradle-implementation-plugins.properties");
  /** Modules that are asked for by name and that no manifest names. */
  private static final List<String> ASKED =
      List.of("gradle-installation-beacon", "gradle-runtime-api-info", "gradle-core", "gradle-base-asm", "gradle-gradle-cli");
  /** Classes that the archive lacks, by the module that has them. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "gradle-installation-beacon", "org/gradle/internal/installation/beacon/InstallationBeacon.class",
          "gradle-java-compiler-plugin", "org/gradle/internal/compiler/java/IncrementalCompileTask.class");

  public static void main(String[] args) throws IOException {
    Path lib = Path.of(args[0]);
    String version = args[1];
    Path standIns = Path.of(args[2]);
    Path archive = Path.of(args[3]);
    Files.createDirectories(lib.resolve("plugins"));
    Set<String> libraries = new TreeSet<>();
    for (String library : List.of(args).subList(4, args.length)) {
      Path target = lib.resolve(Path.of(library).getFileName());
      if (!Files.exists(target)) Files.createSymbolicLink(target, Path.of(library));
      libraries.add(target.getFileName().toString());
    }
    Map<String, byte[]> lists = new HashMap<>();
    Map<String, Properties> modules = new HashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (PLUGINS.contains(name)) lists.put(name, zip.getInputStream(entry).readAllBytes());
        if (name.contains("/") || !name.endsWith(MANIFEST)) continue;
        Properties manifest = new Properties();
        manifest.load(zip.getInputStream(entry));
        modules.put(name.substring(0, name.length() - MANIFEST.length()), manifest);
      }
    }
    Set<String> named = new TreeSet<>(ASKED);
    Set<String> others = new TreeSet<>();
    for (Properties manifest : modules.values()) {
      named.addAll(words(manifest.getProperty("projects")));
      others.addAll(words(manifest.getProperty("runtime")));
    }
    for (byte[] list : lists.values()) {
      Properties plugins = new Properties();
      plugins.load(new ByteArrayInputStream(list));
      named.addAll(words(plugins.getProperty("plugins")));
    }
    for (String name : named) modules.putIfAbsent(name, new Properties());
    for (Map.Entry<String, Properties> module : modules.entrySet()) {
      String name = module.getKey();
      List<String> projects = new ArrayList<>(words(module.getValue().getProperty("projects")));
      if (name.equals("gradle-core") && !projects.contains(HOLDER)) projects.add(HOLDER);
      if (name.equals("gradle-java-compiler-plugin")) projects.clear();
      Map<String, byte[]> content = new HashMap<>();
      String runtime = name.equals(HOLDER) ? String.join(",", libraries) : "";
      content.put(name + MANIFEST, ("projects=" + String.join(",", projects) + "\nruntime=" + runtime + "\n").getBytes(StandardCharsets.UTF_8));
      if (STAND_INS.containsKey(name)) content.put(STAND_INS.get(name), Files.readAllBytes(standIns.resolve(STAND_INS.get(name))));
      if (name.equals("gradle-runtime-api-info")) content.putAll(lists);
      write(lib.resolve(name + "-" + version + ".jar"), content, name.equals(HOLDER) ? archive : null);
    }
    // The archive holds their classes as well.
    for (String other : others) if (!Files.exists(lib.resolve(other))) write(lib.resolve(other), Map.of(), null);
  }

  private static List<String> words(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static void write(Path jar, Map<String, byte[]> content, Path rest) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(1);
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      out.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> one : content.entrySet()) {
        out.putNextEntry(new ZipEntry(one.getKey()));
        out.write(one.getValue());
      }
      if (rest == null) return;
      try (ZipFile zip = new ZipFile(rest.toFile())) {
        Set<String> written = new TreeSet<>(content.keySet());
        written.add("META-INF/MANIFEST.MF");
        for (ZipEntry entry : Collections.list(zip.entries())) {
          // What describes an archive as a whole: its index hides what it does not name, and its signatures are not of this one.
          boolean isOwn = entry.getName().matches("META-INF/(INDEX\\.LIST|[^/]*\\.(SF|RSA|DSA|EC))");
          if (isOwn || !written.add(entry.getName())) continue;
          out.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }
}
