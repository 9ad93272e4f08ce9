package dev.upkeep.system;

import dev.upkeep.system.yaml.Keys;
import dev.upkeep.system.yaml.LaterRelease;
import java.util.List;

/** Every key a system file may have. A test compares them with {@code system.schema.json}. */
final class SystemFileKeys {

  static final Keys SYSTEM =
      Keys.of(
              "a system",
              "system",
              "title",
              "components",
              "people",
              "subscriptions",
              "docker",
              "smoke-tests",
              "commands")
          .andLater(LaterRelease.SYSTEM);
  static final Keys MARIADB =
      Keys.of(
              "a mariadb component",
              "kind",
              "url",
              "user",
              "password",
              "datetime-zone",
              "cleanup",
              "backup",
              "indexes",
              "queries",
              "slow-log",
              "throttle",
              "container")
          .andLater(LaterRelease.MARIADB);
  static final Keys CONTAINER = Keys.of("a container", "name", "project", "service", "network");
  static final Keys CLEANUP =
      Keys.of(
              "a cleanup policy",
              "table",
              "age-column",
              "older-than",
              "action",
              "into",
              "files",
              "legal-hold",
              "at-most")
          .andLater(LaterRelease.CLEANUP);
  static final Keys UPLOADED_FILES = Keys.of("uploaded files", "column", "root", "within");
  static final Keys THROTTLE =
      Keys.of(
          "a throttle",
          "probe",
          "every",
          "latency-added",
          "threads-running",
          "replica-lag",
          "replicas");
  static final Keys INDEX = Keys.of("an index", "name", "table", "columns", "action");
  static final Keys QUERY = Keys.of("a query", "name", "sql");
  static final Keys BACKUP =
      Keys.of(
          "a backup",
          "folder",
          "bucket",
          "method",
          "keep",
          "encryption",
          "without-rows",
          "smoke-queries",
          "binary-logs");
  static final Keys BUCKET =
      Keys.of(
          "a bucket",
          "name",
          "endpoint",
          "region",
          "path-style",
          "prefix",
          "access-key",
          "secret-key");
  static final Keys KEEP = Keys.of("what is kept", "daily", "weekly", "monthly");
  static final Keys ENCRYPTION = Keys.of("an encryption", "recipient", "identity");
  static final Keys REDIS =
      Keys.of(
          "a redis component",
          "kind",
          "url",
          "user",
          "password",
          "tls-ca",
          "maxmemory",
          "policy",
          "keyspace",
          "container");
  static final Keys FILES =
      Keys.of("a files component", "kind", "paths", "exclude", "belongs-to", "backup")
          .andLater(LaterRelease.FILES);
  static final Keys REPOSITORY =
      Keys.of("a backup of files", "repository", "bucket", "password", "keep");
  static final Keys NGINX =
      Keys.of("an nginx component", "kind", "container", "listeners", "switch", "services");
  static final Keys LISTENER = Keys.of("a listener", "url", "host", "tls-ca");
  static final Keys SWITCH = Keys.of("a switch", "folder", "seen-as");
  static final Keys COLOURED_SERVICE =
      Keys.of(
          "a service with two colours",
          "blue",
          "green",
          "network",
          "port",
          "probe",
          "health",
          "warm-up",
          "background");
  static final Keys COLOUR = Keys.of("a colour", "container", "address", "environment");
  static final Keys BACKGROUND = Keys.of("a switch of background jobs", "post", "on", "off");
  static final Keys CONTAINER_COMPONENT =
      Keys.of("a container component", "kind", "container", "compose", "health");
  static final Keys COMPOSE = Keys.of("a service of Compose", "project", "service", "network");
  static final Keys HEALTH =
      Keys.of(
          "a health rule",
          "url",
          "expect",
          "body",
          "header",
          "max-latency",
          "limit",
          "tls-ca",
          "pass",
          "every",
          "within");
  static final Keys SMOKE_TEST =
      Keys.of(
          "a smoke test",
          "name",
          "on",
          "url",
          "expect",
          "body",
          "header",
          "max-latency",
          "limit",
          "tls-ca",
          "sql",
          "value",
          "command",
          "parameters");
  static final Keys COMMAND =
      Keys.of(
          "a command",
          "run",
          "in",
          "folder",
          "user",
          "environment",
          "parameters",
          "limit",
          "expect",
          "repeatable",
          "probe",
          "undo");
  static final Keys ARGUMENT = Keys.of("an argument that is told", "parameter", "after");
  static final Keys PARAMETER =
      Keys.of("a parameter of a command", "one-of", "matches", "least", "most");
  static final Keys KEYSPACE = Keys.of("a keyspace", "cache", "session", "queue", "lock");
  static final Keys CACHE_KEYS = Keys.of("keys of a cache", "keys", "idle-limit");
  static final Keys PERSON =
      Keys.of("a person", "name", "role", "email", "chat", "language", "zone");
  static final Keys SUBSCRIPTION = Keys.of("a subscription", "to", "events", "channels");

  /** All of them, for the comparison with the schema. */
  static final List<Keys> ALL =
      List.of(
          SYSTEM,
          MARIADB,
          CONTAINER,
          CLEANUP,
          UPLOADED_FILES,
          THROTTLE,
          INDEX,
          QUERY,
          BACKUP,
          BUCKET,
          KEEP,
          ENCRYPTION,
          REDIS,
          FILES,
          REPOSITORY,
          NGINX,
          LISTENER,
          SWITCH,
          COLOURED_SERVICE,
          COLOUR,
          BACKGROUND,
          CONTAINER_COMPONENT,
          COMPOSE,
          HEALTH,
          SMOKE_TEST,
          COMMAND,
          ARGUMENT,
          PARAMETER,
          KEYSPACE,
          CACHE_KEYS,
          PERSON,
          SUBSCRIPTION);

  private SystemFileKeys() {}
}
