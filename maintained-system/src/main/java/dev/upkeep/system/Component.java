package dev.upkeep.system;

/** A part of a system that work is done on. */
public sealed interface Component
    permits MariaDbComponent, RedisComponent, FilesComponent, NginxComponent, ContainerComponent {

  /** How runbooks name it, unique within the system. */
  String name();

  /** The kind as files and the task catalogue write it. */
  String kind();
}
