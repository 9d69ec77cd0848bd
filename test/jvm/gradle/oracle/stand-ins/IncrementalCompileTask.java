package org.gradle.internal.compiler.java;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;

/** Compiles all, and notes nothing that a later run could leave out. Gradle makes it by reflection. */
public class IncrementalCompileTask implements JavaCompiler.CompilationTask {
  private final JavaCompiler.CompilationTask task;
  private final Consumer<Map<String, Set<String>>> classNames;

  public IncrementalCompileTask(
      JavaCompiler.CompilationTask task,
      Function<?, ?> relativize,
      Consumer<String> backup,
      Consumer<Map<String, Set<String>>> classNames,
      BiConsumer<String, String> constants,
      BiConsumer<String, String> uses) {
    this.task = task;
    this.classNames = classNames;
  }

  @Override
  public void addModules(Iterable<String> names) {
    task.addModules(names);
  }

  @Override
  public void setProcessors(Iterable<? extends Processor> processors) {
    task.setProcessors(processors);
  }

  @Override
  public void setLocale(java.util.Locale locale) {
    task.setLocale(locale);
  }

  @Override
  public Boolean call() {
    classNames.accept(new HashMap<>());
    return task.call();
  }
}
