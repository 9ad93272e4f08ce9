package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.service.Phases;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.events.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** Runs a consumer for every {@link Inbound} of the service, and starts one again that ended. */
final class Consumers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Consumers.class);

  /** Far below the interval after which the group would take a consumer for dead. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration SUPERVISION_INTERVAL = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
  private volatile Pauses pauses = new Pauses();
  private volatile boolean running;

  Consumers(
      List<Inbound<?>> inbounds,
      InboxParts parts,
      KafkaClients kafka,
      ServiceIdentity identity,
      InboxSettings settings,
      MeterRegistry registry) {
    requireDistinctNames(inbounds);
    this.containers =
        inbounds.stream()
            .<ConcurrentMessageListenerContainer<byte[], byte[]>>map(
                inbound ->
                    container(
                        inbound,
                        listener(inbound, parts, settings, registry),
                        kafka,
                        identity,
                        settings))
            .toList();
  }

  private static void requireDistinctNames(List<Inbound<?>> inbounds) {
    Set<String> names = new HashSet<>();
    for (Inbound<?> inbound : inbounds) {
      if (!inbound.name().matches("[a-z][a-z0-9-]{0,49}")) {
        throw new IllegalArgumentException(
            "the consumer name '%s' is not lower-case letters, digits and hyphens"
                .formatted(inbound.name()));
      }
      if (!names.add(inbound.name())) {
        throw new IllegalArgumentException(
            "two inbounds are called '%s'; the inbox would take one's messages for the other's"
                .formatted(inbound.name()));
      }
    }
  }

  /** Pauses between its tries end with this start of the consumers. */
  private <M> InboxListener<M> listener(
      Inbound<M> inbound, InboxParts parts, InboxSettings settings, MeterRegistry registry) {
    return new InboxListener<>(
        parts.takingIn(inbound),
        settings,
        new InboxMeters(registry, inbound.name()),
        length -> pauses.pause(length));
  }

  private static ConcurrentMessageListenerContainer<byte[], byte[]> container(
      Inbound<?> inbound,
      InboxListener<?> listener,
      KafkaClients kafka,
      ServiceIdentity identity,
      InboxSettings settings) {
    String group = identity.service() + "." + inbound.name();
    ContainerProperties properties =
        new ContainerProperties(
            inbound.topics().stream().map(Topic::topicName).toArray(String[]::new));
    properties.setGroupId(group);
    properties.setMessageListener(listener);
    properties.setAckMode(AckMode.BATCH);
    properties.setPollTimeout(500);
    properties.setShutdownTimeout(STOP_LIMIT.toMillis());
    properties.setAuthExceptionRetryInterval(LONGEST_PAUSE);
    properties.setMissingTopicsFatal(false);
    properties.setListenerTaskExecutor(new SimpleAsyncTaskExecutor(group + "-"));
    var container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<byte[], byte[]>(kafka.consumer(group, group)),
            properties);
    container.setBeanName(group);
    container.setConcurrency(settings.concurrency());
    container.setCommonErrorHandler(comingBackForEver());
    return container;
  }

  /**
   * Seeks back to the record that could not be taken in, and keeps polling in between. Nothing is
   * ever given up here: what is given up is in quarantine before this is asked.
   */
  private static DefaultErrorHandler comingBackForEver() {
    ExponentialBackOff pauses = new ExponentialBackOff(100, 2);
    pauses.setMaxInterval(LONGEST_PAUSE.toMillis());
    pauses.setMaxElapsedTime(Long.MAX_VALUE);
    DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
    // Some exceptions are given up at once by default, whatever the pauses say.
    handler.setClassifications(Map.of(), true);
    handler.setLogLevel(KafkaException.Level.DEBUG);
    return handler;
  }

  @Override
  public void start() {
    Pauses mine = new Pauses();
    pauses = mine;
    running = true;
    containers.forEach(ConcurrentMessageListenerContainer::start);
    Thread.ofVirtual().name("consumers").start(() -> supervise(mine));
  }

  /** A consumer may end by a cause outside our code, such as an error in the client. */
  private void supervise(Pauses mine) {
    while (mine.pause(SUPERVISION_INTERVAL)) {
      for (var container : containers) {
        if (!container.isInExpectedState() && !mine.isStopped()) {
          log.error("The consumer {} ended unexpectedly; it is started again", name(container));
          container.stop();
          container.start();
        }
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    pauses.stop();
    // All at once: each waits for its records in hand.
    List<Thread> stopping =
        containers.stream().map(container -> Thread.ofVirtual().start(container::stop)).toList();
    try {
      for (Thread each : stopping) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.CONSUMERS;
  }

  /** Whether every consumer reads, or is stopped because the service is. */
  boolean areWell() {
    return containers.stream().allMatch(ConcurrentMessageListenerContainer::isInExpectedState);
  }

  private static String name(ConcurrentMessageListenerContainer<?, ?> container) {
    return String.valueOf(container.getGroupId());
  }
}
