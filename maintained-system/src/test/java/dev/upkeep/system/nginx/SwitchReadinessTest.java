package dev.upkeep.system.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Listener;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.NginxComponent.Side;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwitchReadinessTest {

  private static final Service BACKEND =
      new Service(
          "backend",
          new Side("b", "172.28.0.11", Map.of()),
          new Side("g", "172.28.0.12", Map.of()),
          "net",
          3000,
          "/",
          "/health",
          List.of(),
          Optional.empty());
  private static final NginxComponent NGINX =
      new NginxComponent(
          "front-door",
          "nginx",
          List.of(new Listener(URI.create("http://127.0.0.1"), Optional.empty(), Optional.empty())),
          Path.of("/srv/switch"),
          "/run/upkeep",
          Map.of("backend", BACKEND));
  private static final String READY =
      """
      # configuration file /etc/nginx/nginx.conf:
      http {
        log_format x "a;b{c}" 'd';  # server 172.28.0.1:1;
        upstream blue { server 172.28.0.11:3000 max_fails=0; server 172.28.0.12:3000 backup; }
        server {
          set $b blue;
          if (-f /run/upkeep/backend.green) { set $b green; }
          location / { proxy_pass http://${b}/x; }
        }
      }
      """;

  private static List<String> missing(String configuration) {
    return SwitchReadiness.of(NGINX, BACKEND, configuration, Map.of());
  }

  @Test
  void whatTheSnippetSaysIsReady() {
    assertThat(missing(SwitchReadiness.snippet(NGINX, BACKEND))).isEmpty();
    assertThat(missing(READY)).isEmpty();
  }

  @Test
  void everythingThatIsWantingIsNamed() {
    assertThat(missing(READY.replace("backend.green", "frontend.green")))
        .containsExactly("nothing is set by 'if (-f /run/upkeep/backend.green)'");
    assertThat(missing(READY.replace("if (-f", "# if (-f")))
        .containsExactly("nothing is set by 'if (-f /run/upkeep/backend.green)'");
    assertThat(missing(READY.replace("http://${b}/x", "http://blue")))
        .containsExactly("no proxy_pass uses $b");
    assertThat(missing(READY.replace("172.28.0.12:3000", "172.28.0.12:30001")))
        .containsExactly("green's address 172.28.0.12:3000 is nowhere in it");
    assertThat(missing(READY.replace("http {", "http { open_file_cache max=100;")))
        .containsExactly("open_file_cache is on, so that a flag is seen late");
    assertThat(missing("")).hasSize(3);
  }

  @Test
  void namesThatTheContainerKnowsAndVariablesOfVariablesAreFollowed() {
    String sample =
        """
        upstream backend_blue { server backend-blue:3000; }
        upstream backend_green { server backend-green:3000; }
        map "$backend_live $backend_canary" $backend { default blue; }
        set $backend_live blue;
        if (-f /run/upkeep/backend.green) { set $backend_live green; }
        proxy_pass http://backend_$backend;
        """;
    assertThat(
            SwitchReadiness.of(
                NGINX,
                BACKEND,
                sample,
                Map.of("backend-blue", "172.28.0.11", "backend-green", "172.28.0.12")))
        .isEmpty();
    assertThat(missing(sample)).hasSize(2);
    assertThat(missing(READY.replace("${b}", "$backend"))).containsExactly("no proxy_pass uses $b");
  }

  @Test
  void connectionsAreCountedByTheirFarEnds() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 0A001CAC:A2F4 0B001CAC:0BB8 01 00000000:00000000 00:00000000 00000000    33
           2: 0A001CAC:A2F6 0B001CAC:0BB8 06 00000000:00000000 00:00000000 00000000    33
           3: 0A001CAC:A2F8 0C001CAC:0BB8 01 00000000:00000000 00:00000000 00000000    33
        """;
    assertThat(OpenConnections.to(table, "172.28.0.11", 3000)).isEqualTo(1);
    assertThat(OpenConnections.to(table, "172.28.0.12", 3000)).isEqualTo(1);
    assertThat(OpenConnections.to(table, "172.28.0.12", 3001)).isZero();
    assertThat(OpenConnections.to("", "172.28.0.12", 3000)).isZero();
  }

  @Test
  void requestsAndFailuresAreCountedInAnAccessLog() {
    assertThat(
            AccessLog.of(
                """
                172.28.0.1 - - [23/Nov/2026:01:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "curl"
                172.28.0.1 - ann [23/Nov/2026:01:00:00 +0000] "POST /a HTTP/1.1" 502 5 "-" "x"
                2026/11/23 01:00:00 [error] 7#7: *1 connect() failed (111: Connection refused)
                172.28.0.1 - - [23/Nov/2026:01:00:00 +0000] "" 400 0 "-" "-"
                {"at":"2026-11-23T01:00:00+00:00","uri":"/","status":503,"bytes":1}
                {"level":"info"}
                """))
        .isEqualTo(new AccessLog(4, 2));
  }
}
