package dev.upkeep.events;

/**
 * The run cannot be continued safely without a person, who answers with {@link
 * MaintenanceResolved}.
 *
 * @param step the step whose effect cannot be judged
 * @param reason why it cannot
 * @param question what the person has to find out
 */
public record MaintenanceNeedsOperator(TaskRunRef run, String step, String reason, String question)
    implements RunEvent {}
