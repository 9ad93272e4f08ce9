package dev.upkeep.events;

/** A running service knows this task. */
public record TaskAnnounced(TaskDescription description) implements Event {
  @Override
  public String system() {
    return "upkeep";
  }

  @Override
  public String key() {
    return description.kind();
  }
}
