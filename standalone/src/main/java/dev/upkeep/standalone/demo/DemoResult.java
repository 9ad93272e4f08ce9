package dev.upkeep.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the demonstration observed.
 *
 * @param observed what was checked from outside, and how it came out
 * @param secondsToReady from the start of this process until everything was up and filled
 * @param secondsToDone from the start until the last message was delivered
 */
record DemoResult(
    List<RunbookResult> runbooks,
    List<DeliveryResult> deliveries,
    List<Observation> observed,
    @JsonProperty("seconds_to_ready") double secondsToReady,
    @JsonProperty("seconds_to_done") double secondsToDone) {

  boolean asExpected() {
    return observed.stream().allMatch(Observation::ok);
  }

  record RunbookResult(String runbook, String state, List<TaskResult> tasks) {}

  record TaskResult(String task, String state, JsonNode evidence) {}

  record DeliveryResult(String channel, String recipient, String state) {}

  /**
   * One thing that was looked at.
   *
   * @param what in words
   * @param found what was found
   * @param ok whether it is as it should be
   */
  record Observation(String what, String found, boolean ok) {}
}
