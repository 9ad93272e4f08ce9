package dev.upkeep.chassis.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The properties of the service's Kafka clients: bytes in and out, nothing interpreted on the way,
 * buffers sized for small records.
 */
public final class KafkaClients {
  /** The largest record a topic of Upkeep takes, with key and headers, in bytes. */
  public static final int LARGEST_RECORD = 4 * 1024 * 1024;

  /** The same for dead-letter topics: room for what a copy says beside its original. */
  public static final int LARGEST_DEAD_LETTER = LARGEST_RECORD + 1024 * 1024;

  private static final Duration LONGEST_PROCESSING = Duration.ofMinutes(5);

  private final KafkaSettings settings;

  public KafkaClients(KafkaSettings settings) {
    this.settings = settings;
  }

  /** For a producer that loses nothing and keeps its order. */
  public Map<String, Object> producer(String clientId) {
    Map<String, Object> properties = common();
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_DEAD_LETTER + 64 * 1024);
    // Short, so that a broker that is away is noticed while the lease can still be renewed.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    return properties;
  }

  /** For a consumer whose offsets are committed by the caller after the work is. */
  public Map<String, Object> consumer(String groupId, String clientId) {
    Map<String, Object> properties = common();
    properties.put(CommonClientConfigs.GROUP_ID_CONFIG, groupId);
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_PROCESSING.toMillis());
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    // A topic that is created later is seen soon.
    properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 30_000);
    return properties;
  }

  /** For an administrator's requests. */
  public Map<String, Object> admin() {
    return common();
  }

  private Map<String, Object> common() {
    Map<String, Object> properties = new HashMap<>(settings.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    properties.put("enable.metrics.push", false);
    return properties;
  }
}
