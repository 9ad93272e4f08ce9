package dev.upkeep.database.restic;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.restic.Call.Kind;
import dev.upkeep.system.Exclusion;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be done with a repository of restic. */
public final class Repository {

  /** Many ids fit into one call; a command line has an end. */
  private static final int IDS_AT_ONCE = 500;

  private static final int LINES_BETWEEN_SIGNS = 1000;

  private static final Pattern LOCK = Pattern.compile("[0-9a-f]{64}");

  /** What servers of buckets say to keys that they do not take. */
  private static final List<String> REFUSED =
      List.of("Access Denied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "Forbidden");

  private static final List<String> AWAY =
      List.of("connection refused", "no such host", "i/o timeout", "connection reset");

  private final Location location;
  private final Call restic;

  Repository(Location location, Call restic) {
    this.location = location;
    this.restic = restic;
  }

  /** Where it is, for people. */
  public String place() {
    return location.place();
  }

  /** Bytes that can still be written there; nobody knows of a bucket. */
  public Optional<Long> free() throws IOException {
    return switch (location) {
      case Location.Folder(Path folder) -> Optional.of(Files.getFileStore(folder).getUsableSpace());
      case Location.InBucket _ -> Optional.empty();
    };
  }

  /** What is wrong with the place itself, as far as it can be seen without restic. */
  Optional<Precheck> unusable() {
    if (!(location instanceof Location.Folder(Path folder))) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(folder.resolve("config"))) {
      return Optional.of(
          Precheck.fail(
              "There is no repository of restic in %s.".formatted(folder),
              location.missingRemedy()));
    }
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of(
            Precheck.fail(
                "The repository %s cannot be written.".formatted(folder),
                "Give it to the account of this service (%s)"
                    .formatted(System.getProperty("user.name"))));
  }

  /**
   * The snapshots with all of these tags, the oldest first.
   *
   * @throws TargetProblem when the repository cannot be opened
   */
  public List<Snapshot> snapshots(StepContext context, List<String> tags) throws Exception {
    List<Snapshot> read = new ArrayList<>();
    Ended ended =
        restic.run(
            context,
            Kind.LOOK,
            List.of("snapshots", "--json", "--no-lock", "--tag", String.join(",", tags)),
            line -> read.addAll(Said.snapshots(line)));
    if (!ended.isGood()) {
      throw problem("read its list of snapshots", ended);
    }
    // A worker that dies while tags are written leaves the snapshot as it was beside the new one.
    Map<String, Snapshot> byOrigin = new LinkedHashMap<>();
    read.forEach(
        snapshot ->
            byOrigin.merge(
                snapshot.original(),
                snapshot,
                (a, b) -> a.tags().size() > b.tags().size() ? a : b));
    return byOrigin.values().stream().sorted(Comparator.comparing(Snapshot::takenAt)).toList();
  }

  /**
   * Writes a snapshot. The answer is good, incomplete, or a failure of restic as a whole.
   *
   * @param host whose files they are: with the paths it says which snapshot this one follows
   * @param exclude what of the paths is left out
   * @param progress hears how far it is
   * @param unread hears of each file that could not be read
   */
  public Ended backUp(
      StepContext context,
      String host,
      List<String> tags,
      List<Path> paths,
      List<Exclusion> exclude,
      Consumer<Progress> progress,
      Consumer<Unread> unread)
      throws Exception {
    removeOwnDeadLocks(context);
    List<String> arguments = new ArrayList<>(List.of("backup", "--json", "--host", host));
    tags.forEach(tag -> arguments.addAll(List.of("--tag", tag)));
    exclude.forEach(pattern -> arguments.addAll(List.of("--exclude", pattern.toString())));
    arguments.add("--");
    paths.forEach(path -> arguments.add(path.toString()));
    return restic.run(
        context,
        Kind.WORK,
        arguments,
        line -> {
          Said.progress(line).ifPresent(progress);
          Said.unread(line).ifPresent(unread);
          context.safePoint("while-reading");
        });
  }

  /**
   * How far a backup is.
   *
   * @param fraction of the bytes, 0 to 1
   * @param files read so far
   */
  public record Progress(double fraction, long files) {}

  /**
   * A file that could not be read.
   *
   * @param path where it is
   * @param why in words
   * @param gone whether it was removed since the folder was read
   */
  public record Unread(String path, String why, boolean gone) {}

  /** Names everything that a snapshot holds, folder by folder. */
  public Ended list(StepContext context, Snapshot snapshot, Consumer<Node> each) throws Exception {
    removeOwnDeadLocks(context);
    long[] lines = {0};
    return restic.run(
        context,
        Kind.WORK,
        List.of("ls", "--json", snapshot.id()),
        line -> {
          Said.node(line).ifPresent(each);
          if (++lines[0] % LINES_BETWEEN_SIGNS == 0) {
            context.safePoint("while-listing");
          }
        });
  }

  /** Adds tags to a snapshot and takes others away; both may be so already. */
  public void tag(
      StepContext context, Snapshot snapshot, Collection<String> add, Collection<String> remove)
      throws Exception {
    if (snapshot.tags().containsAll(add) && snapshot.tags().stream().noneMatch(remove::contains)) {
      return;
    }
    Set<String> tags = new LinkedHashSet<>(snapshot.tags());
    tags.addAll(add);
    tags.removeAll(remove);
    List<String> arguments = new ArrayList<>(List.of("tag"));
    tags.forEach(tag -> arguments.addAll(List.of("--set", tag)));
    // Without an id all snapshots would be meant.
    arguments.add(snapshot.id());
    removeOwnDeadLocks(context);
    good("write tags", restic.run(context, Kind.WORK, arguments, line -> {}));
  }

  /** Removes snapshots from the list; their content stays until {@code restic prune}. */
  public void forget(StepContext context, List<Snapshot> snapshots) throws Exception {
    for (int i = 0; i < snapshots.size(); i += IDS_AT_ONCE) {
      removeOwnDeadLocks(context);
      List<String> arguments = new ArrayList<>(List.of("forget"));
      snapshots.stream().skip(i).limit(IDS_AT_ONCE).map(Snapshot::id).forEach(arguments::add);
      good("remove snapshots", restic.run(context, Kind.WORK, arguments, line -> {}));
    }
  }

  /** Frees the room of what no snapshot needs any more. */
  public void prune(StepContext context) throws Exception {
    removeOwnDeadLocks(context);
    good("free room", restic.run(context, Kind.WORK, List.of("prune"), line -> {}));
  }

  /** Looks whether all parts are there and belong together; reads no content. */
  public Ended check(StepContext context) throws Exception {
    removeOwnDeadLocks(context);
    Ended ended = restic.run(context, Kind.WORK, List.of("check"), line -> {});
    if (!ended.isGood() && isNoDamage(ended)) {
      throw problem("check it", ended);
    }
    return ended;
  }

  /**
   * Restores a snapshot into a folder, each file under its whole path, and reads it back.
   *
   * @throws TargetProblem when that says nothing of the snapshot: another key, a full disk
   */
  public Ended restore(StepContext context, Snapshot snapshot, Path into) throws Exception {
    removeOwnDeadLocks(context);
    Ended ended =
        restic.run(
            context,
            Kind.WORK,
            List.of("restore", snapshot.id(), "--target", into.toString(), "--verify"),
            line -> {});
    if (!ended.isGood() && isNoDamage(ended)) {
      throw problem("restore a snapshot into " + into, ended);
    }
    return ended;
  }

  private void good(String what, Ended ended) throws TargetProblem {
    if (!ended.isGood()) {
      throw problem(what, ended);
    }
  }

  /** What a full disk, another's lock or another password keeps from being done. */
  private static boolean isNoDamage(Ended ended) {
    return Stream.of("no space left on device", "is already locked", "wrong password")
        .anyMatch(ended::says);
  }

  /** Why restic did not do what was asked. */
  public TargetProblem problem(String what, Ended ended) {
    if (ended.says("wrong password or no key found")) {
      return TargetProblem.lasting(
          "The password does not open the repository %s, or its keys are gone.".formatted(place()),
          "Look where 'password' of the system file leads, and whether %s/keys holds a file"
              .formatted(place()));
    }
    if (location instanceof Location.InBucket && REFUSED.stream().anyMatch(ended::says)) {
      return TargetProblem.lasting(
          "The keys do not open the bucket of %s: %s.".formatted(place(), ended.words()),
          "Look where 'access-key' and 'secret-key' of the system file lead, and what they may do");
    }
    if (location instanceof Location.InBucket && AWAY.stream().anyMatch(ended::says)) {
      return TargetProblem.passing(
          "The server of %s cannot be reached: %s.".formatted(place(), ended.words()),
          "Look whether it is up, and at 'endpoint' in the system file");
    }
    if (ended.says("unable to open config file")) {
      return TargetProblem.lasting(
          "There is no repository of restic in %s.".formatted(place()), location.missingRemedy());
    }
    if (ended.says("no space left on device")) {
      return TargetProblem.lasting(
          "The disk is full: restic could not %s.".formatted(what),
          "Make room; what was not finished counts for nothing");
    }
    if (ended.says("is already locked")) {
      return TargetProblem.passing(
          "Somebody else works on the repository %s: %s.".formatted(place(), ended.words()),
          "Wait for it to end; if that process is dead, run 'restic unlock'");
    }
    return TargetProblem.passing(
        "restic could not %s in %s: %s.".formatted(what, place(), ended.words()),
        "Look at the message and at the disk of the repository");
  }

  /**
   * Takes away what dead processes of this machine and account left. A lock of anybody else stays:
   * restic says whose it is.
   */
  private void removeOwnDeadLocks(StepContext context) throws Exception {
    List<String> ids = locks(context);
    if (ids.isEmpty()) {
      return;
    }
    for (String id : ids) {
      List<Lock> lock = new ArrayList<>();
      StringBuilder json = new StringBuilder();
      restic.run(context, Kind.LOOK, List.of("cat", "lock", id, "--no-lock"), json::append);
      Said.lock(json.toString()).ifPresent(lock::add);
      if (lock.isEmpty() || !lock.getFirst().isOwnAndDead()) {
        return;
      }
    }
    good("unlock", restic.run(context, Kind.WORK, List.of("unlock"), line -> {}));
  }

  /** Looking into the folder costs nothing where there is none, which is nearly always. */
  private List<String> locks(StepContext context) throws Exception {
    if (!(location instanceof Location.Folder(Path folder))) {
      List<String> ids = new ArrayList<>();
      restic.run(context, Kind.LOOK, List.of("list", "locks", "--no-lock"), ids::add);
      return ids.stream().filter(id -> LOCK.matcher(id).matches()).toList();
    }
    Path locks = folder.resolve("locks");
    if (!Files.isDirectory(locks)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(locks)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
