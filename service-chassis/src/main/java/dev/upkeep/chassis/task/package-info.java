/**
 * How a task is written: the task, its steps, what they answer. A new kind of upkeep is one package
 * that implements {@link dev.upkeep.chassis.task.Task}.
 */
@NullMarked
package dev.upkeep.chassis.task;

import org.jspecify.annotations.NullMarked;
