package dev.upkeep.system.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.keyspace.EvictionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerInfoTest {

  private final ServerInfo info =
      ServerInfo.read(
          """
          # Server\r
          redis_version:7.0.15\r
          config_file:\r
          # Memory\r
          used_memory:1000000\r
          mem_not_counted_for_evict:1000\r
          mem_fragmentation_ratio:1.25\r
          maxmemory_policy:allkeys-lru\r
          # Keyspace\r
          db0:keys=12,expires=3,avg_ttl=0\r
          db3:keys=1,expires=0,avg_ttl=0\r
          """);

  @Test
  void readsWhatTheServerSaysOfItself() {
    assertThat(info.countedBytes()).isEqualTo(999_000);
    assertThat(info.fraction("mem_fragmentation_ratio")).isEqualTo(1.25);
    assertThat(info.policy()).contains(EvictionPolicy.ALLKEYS_LRU);
    assertThat(info.keysByDatabase()).isEqualTo(Map.of(0, 12L, 3, 1L));
    assertThat(info.text("config_file")).isEmpty();
  }

  @Test
  void comparesReleasesAsNumbers() {
    assertThat(info.atLeast(7, 0)).isTrue();
    assertThat(info.atLeast(6, 2)).isTrue();
    assertThat(info.atLeast(7, 2)).isFalse();
    assertThat(ServerInfo.read("redis_version:6.2.6").atLeast(6, 2)).isTrue();
  }

  @Test
  void whatIsNotToldIsNone() {
    ServerInfo nothing = ServerInfo.read("");
    assertThat(nothing.number("used_memory")).isZero();
    assertThat(nothing.atLeast(6, 2)).isFalse();
    assertThat(nothing.policy()).isEmpty();
  }
}
