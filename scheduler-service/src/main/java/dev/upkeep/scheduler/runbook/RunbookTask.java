package dev.upkeep.scheduler.runbook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One task of a runbook.
 *
 * @param name unique within the runbook
 * @param run the kind of task, as the catalogue names it
 * @param on the component it works on
 * @param needs the tasks that must have completed before
 * @param with its parameters as JSON values: String, Boolean, Long, BigInteger, BigDecimal, List or
 *     Map
 * @param limits how long it may wait and work
 */
public record RunbookTask(
    String name,
    String run,
    String on,
    List<String> needs,
    Map<String, Object> with,
    Limits limits) {

  public RunbookTask {
    needs = List.copyOf(needs);
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }
}
