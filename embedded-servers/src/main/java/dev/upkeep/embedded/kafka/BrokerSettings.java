package dev.upkeep.embedded.kafka;

import dev.upkeep.embedded.LoopbackPort;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of a broker that serves one machine: everything once, small pools, back within seconds.
 *
 * @see <a href="https://kafka.apache.org/42/configuration/broker-configs/">broker settings</a>
 */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("controller.listener.names", CONTROLLER),
          Map.entry("inter.broker.listener.name", "CLIENTS"),
          Map.entry("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          // Topics are made by an administrator's command, not by a typing error.
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("message.max.bytes", Integer.toString(MAX_RECORD_BYTES)),
          // After kill -9 the old registration must expire first: 14 s with the default of 9 s.
          Map.entry("broker.session.timeout.ms", "1500"),
          Map.entry("broker.heartbeat.interval.ms", "300"),
          // Nobody else is coming to the group.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // One broker, so one copy of everything.
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // Few clients, two cores.
          Map.entry("num.network.threads", "1"),
          Map.entry("num.io.threads", "2"),
          Map.entry("num.replica.fetchers", "1"),
          Map.entry("num.replica.alter.log.dirs.threads", "1"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("background.threads", "1"),
          Map.entry("group.coordinator.threads", "1"),
          Map.entry("queued.max.requests", "100"),
          Map.entry("log.cleaner.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          Map.entry("log.cleaner.io.buffer.size", "131072"),
          // Two empty records a second, day and night, otherwise.
          Map.entry("metadata.max.idle.interval.ms", "10000"),
          Map.entry("log.segment.bytes", "67108864"),
          Map.entry("log.index.size.max.bytes", "1048576"),
          Map.entry("log.retention.hours", "168"),
          Map.entry("metric.reporters", ""));

  private BrokerSettings() {}

  static Properties of(Path topics, int port) {
    Properties properties = new Properties();
    properties.putAll(ALWAYS);
    int controllerPort = LoopbackPort.free();
    String clients = "CLIENTS://%s:%d".formatted(LoopbackPort.HOST, port);
    String controller = "%s://%s:%d".formatted(CONTROLLER, LoopbackPort.HOST, controllerPort);
    properties.setProperty("listeners", clients + "," + controller);
    properties.setProperty("advertised.listeners", clients);
    properties.setProperty(
        "controller.quorum.voters",
        "%d@%s:%d".formatted(NODE_ID, LoopbackPort.HOST, controllerPort));
    properties.setProperty("log.dirs", topics.toString());
    return properties;
  }
}
