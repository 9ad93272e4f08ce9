package dev.upkeep.system.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The YAML files of a folder as they are in force: of a file whose new version is bad, the last
 * good version stays. Immutable; reading the folder again makes a new value.
 *
 * @param <T> what a file describes
 */
public final class FilesInForce<T> {

  private final Map<String, Named<T>> byFile;
  private final List<FileProblem> problems;

  private FilesInForce(Map<String, Named<T>> byFile, List<FileProblem> problems) {
    this.byFile = Collections.unmodifiableMap(byFile);
    this.problems = List.copyOf(problems);
  }

  /** What a file describes, and where it names it. */
  public record Named<T>(String name, Place place, T value) {}

  /** Reads one file, and answers nothing if anything about it is wrong. */
  @FunctionalInterface
  public interface Reader<T> {
    Optional<Named<T>> read(String file, byte[] content, Problems problems);
  }

  /** Nothing: where a first reading starts from. */
  public static <T> FilesInForce<T> none() {
    return new FilesInForce<>(Map.of(), List.of());
  }

  /** What is in force, by name. */
  public Map<String, T> byName() {
    Map<String, T> byName = new TreeMap<>();
    byFile.values().forEach(named -> byName.put(named.name(), named.value()));
    return Collections.unmodifiableMap(byName);
  }

  /** What was wrong at the last reading, by file and line. */
  public List<FileProblem> problems() {
    return problems;
  }

  /**
   * Reads {@code *.yaml} and {@code *.yml} of the folder, hidden files apart. What is gone from the
   * folder is gone; if the folder itself cannot be read, everything stays.
   */
  public FilesInForce<T> reread(Path folder, Reader<T> reader) {
    List<FileProblem> found = new ArrayList<>();
    Map<String, Named<T>> next = new TreeMap<>();
    List<Path> paths;
    try {
      paths = yamlFiles(folder);
    } catch (IOException e) {
      found.add(unreadable(folder, "the folder cannot be read", "Create it or correct its rights"));
      return new FilesInForce<>(byFile, found);
    }
    for (Path path : paths) {
      var ofThisFile = new Problems();
      Optional<Named<T>> good =
          content(path, ofThisFile)
              .flatMap(content -> reader.read(path.toString(), content, ofThisFile))
              .filter(_ -> ofThisFile.none());
      found.addAll(ofThisFile.all());
      good.or(() -> Optional.ofNullable(byFile.get(path.toString())))
          .ifPresent(named -> next.put(path.toString(), named));
    }
    return new FilesInForce<>(oneFilePerName(next, found), found);
  }

  /** Of two files with one name, the one that had it before keeps it, and otherwise the first. */
  private Map<String, Named<T>> oneFilePerName(
      Map<String, Named<T>> files, List<FileProblem> found) {
    Map<String, String> owners = new LinkedHashMap<>();
    byFile.forEach(
        (file, before) -> {
          Named<T> now = files.get(file);
          if (now != null && now.name().equals(before.name())) {
            owners.put(now.name(), file);
          }
        });
    files.forEach((file, named) -> owners.putIfAbsent(named.name(), file));
    Map<String, Named<T>> unique = new TreeMap<>();
    files.forEach(
        (file, named) -> {
          String owner = owners.getOrDefault(named.name(), file);
          if (owner.equals(file)) {
            unique.put(file, named);
          } else {
            Place place = named.place();
            found.add(
                new FileProblem(
                    place.file(),
                    place.line(),
                    place.column(),
                    "'" + named.name() + "' is already the name in " + owner,
                    "Give one of the two another name"));
          }
        });
    return unique;
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(FilesInForce::isYaml).sorted().toList();
    }
  }

  private static boolean isYaml(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && Files.isRegularFile(path);
  }

  private static Optional<byte[]> content(Path path, Problems problems) {
    try (InputStream in = Files.newInputStream(path)) {
      // One byte more than is allowed, so that a larger file is seen to be one and not read on.
      return Optional.of(in.readNBytes(YamlFile.MOST_BYTES + 1));
    } catch (IOException e) {
      problems.report(
          Place.startOf(path.toString()), "the file cannot be read", "Correct its rights");
      return Optional.empty();
    }
  }

  private static FileProblem unreadable(Path path, String what, String remedy) {
    return new FileProblem(path.toString(), 1, 1, what, remedy);
  }

  /** All values, in the order of their names. */
  public Collection<T> values() {
    return byName().values();
  }
}
