package dev.upkeep.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.cli.CommandFailed;
import dev.upkeep.events.Ids;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.systemtest.Stage.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Old and new versions of services run side by side, as in every upgrade: nothing is lost. */
class SideBySideTest {
  private static final String WORKERS = "db-maintenance-service.due";
  private static final int PARTITIONS = 3;

  private final Stage stage = Stage.shared();
  private final Runs runs = new Runs(stage);

  @Test
  void anOlderWorkerLeavesWhatItDoesNotKnowToANewerOne() {
    try (ConfigurableApplicationContext _ =
        stage.start(
            Service.DATABASE,
            another("older", Service.DATABASE),
            context ->
                context.addBeanFactoryPostProcessor(
                    beans ->
                        ((BeanDefinitionRegistry) beans).removeBeanDefinition("cleanupTask")))) {
      awaitSharedWork();
      // Whatever the older one reads, one of these is among it.
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int chatsBefore = stage.chat().completionsOf("cleanup");
        UUID run = runs.trigger("cleanup", Map.of(), triggerWhoseTaskIsOn(partition));
        runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
      }
    }
  }

  private void awaitSharedWork() {
    await("both workers read")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(Lag.assignments(stage.bootstrapServers(), WORKERS))
                    .hasSize(2)
                    .allSatisfy(partitions -> assertThat(partitions).isNotEmpty()));
  }

  private static UUID triggerWhoseTaskIsOn(int partition) {
    while (true) {
      UUID trigger = UUID.randomUUID();
      UUID task = Ids.taskRun(Ids.triggeredRunbookRun("operator", trigger), "work");
      byte[] key = task.toString().getBytes(StandardCharsets.UTF_8);
      if (Utils.toPositive(Utils.murmur2(key)) % PARTITIONS == partition) {
        return trigger;
      }
    }
  }

  @Test
  void twoOfEveryServiceDoTheWorkOnceThoughOneOfEachLeavesInTheMiddle() {
    stage.makeWorkForCleanup();
    long due = stage.sample().report().table("audit_logs").dueForCleanup();
    int chatsBefore = stage.chat().completionsOf("cleanup");
    List<ConfigurableApplicationContext> others = new ArrayList<>();
    UUID run;
    try {
      for (Service service : Service.values()) {
        others.add(stage.start(service, another("other", service)));
      }
      awaitSharedWork();
      run = runs.trigger("cleanup", Map.of("batch-rows", 50));
      stage.awaitCleanupUnderWay();
    } finally {
      others.forEach(ConfigurableApplicationContext::close);
    }

    runs.assertCompletedOnceAndToldOnce(run, chatsBefore);
    assertThat(stage.sample().report().table("audit_logs_archive").rows()).isEqualTo(due);
  }

  /** An instance with a name and an address of its own; the rest is as the first one's. */
  private Map<String, String> another(String name, Service service) {
    return Map.of(
        "upkeep.instance",
        name,
        "upkeep.web.endpoint-file",
        stage.folder().resolve(name + "-" + service.schema() + ".endpoint").toString());
  }

  @Test
  void whatANewerVersionAddedToEventsIsOverlooked() {
    UUID seen = runs.trigger("optimize", Map.of());
    runs.awaitEnd(seen);
    runs.awaitDeliveries(seen, 3);
    Topics topics = Topics.readAll(stage.bootstrapServers());
    UUID runbookRun = UUID.randomUUID();
    UUID taskRun = UUID.randomUUID();
    int chatsBefore = stage.chat().completionsOf("optimize");

    sendAsNewer(theOnly(topics, "maintenance-due", seen), runbookRun, taskRun, taskRun);
    sendAsNewer(theOnly(topics, "runbook-completed", seen), runbookRun, taskRun, runbookRun);

    await("the worker does what a newer scheduler asks for")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(CommandFailed.class)
        .until(() -> stateOfTask(taskRun).equals("COMPLETED"));
    runs.awaitDeliveries(runbookRun, 3);
    assertThat(stage.mail().about(runbookRun)).hasSize(2);
    assertThat(stage.chat().completionsOf("optimize")).isEqualTo(chatsBefore + 1);
  }

  private String stateOfTask(UUID taskRun) {
    return stage
        .api()
        .get("db-maintenance-service", "/task-runs/" + taskRun)
        .path("glance")
        .path("state")
        .asString();
  }

  private static ConsumerRecord<byte[], byte[]> theOnly(Topics topics, String fact, UUID run) {
    return topics.records().stream()
        .filter(record -> Topics.header(record, "ce_type").equals("dev.upkeep." + fact + ".v1"))
        .filter(
            record -> new String(record.value(), StandardCharsets.UTF_8).contains(run.toString()))
        .reduce((one, same) -> one)
        .orElseThrow();
  }

  /** The event again, about another run, with attributes and fields that nobody knows yet. */
  private void sendAsNewer(
      ConsumerRecord<byte[], byte[]> known, UUID runbookRun, UUID taskRun, UUID key) {
    String was = new String(known.value(), StandardCharsets.UTF_8);
    JsonNode read = EventJson.mapper().readTree(was);
    JsonNode run = read.path("run");
    String text = was.replace(run.path("runbookRunId").asString(), runbookRun.toString());
    if (run.has("taskRunId")) {
      text = text.replace(run.path("taskRunId").asString(), taskRun.toString());
    }
    ObjectNode data = (ObjectNode) EventJson.mapper().readTree(text);
    data.put("addedInVersion1.7", "something");
    data.putObject("alsoAdded").put("deep", true).putArray("list").add(1).addNull();
    ((ObjectNode) data.path("run")).put("priority", "high");
    ProducerRecord<byte[], byte[]> newer =
        new ProducerRecord<>(
            known.topic(),
            null,
            key.toString().getBytes(StandardCharsets.UTF_8),
            EventJson.mapper().writeValueAsBytes(data),
            known.headers());
    newer.headers().remove("ce_id").add("ce_id", bytes(UUID.randomUUID().toString()));
    newer.headers().remove("ce_sequence").add("ce_sequence", bytes("1"));
    newer.headers().add("ce_tenant", bytes("an attribute that nobody knows"));
    newer.headers().add("x-newer", new byte[] {0, -1});
    Topics.send(stage.bootstrapServers(), newer);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
