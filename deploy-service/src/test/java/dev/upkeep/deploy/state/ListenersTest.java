package dev.upkeep.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

  @Test
  void addressesAreReadAsTheKernelWritesThem() {
    assertThat(
            Listeners.in(
                List.of(
                    "  sl  local_address rem_address   st tx_queue rx_queue",
                    "   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000",
                    "   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000",
                    "   2: 0100007F:0CEA 0100007F:9999 01 00000000:00000000 00:00000000",
                    "   3: 00000000000000000000000001000000:01BB"
                        + " 00000000000000000000000000000000:0000 0A 00000000:00000000")))
        .containsExactly(
            "tcp 0.0.0.0:80",
            "tcp 127.0.0.1:3306",
            "tcp [0000:0000:0000:0000:0000:0000:0000:0001]:443");
  }

  @Test
  void aSocketOfThisProcessIsSeen() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Listeners.ofThisMachine())
          .anyMatch(listener -> listener.endsWith(":" + socket.getLocalPort()));
    }
  }
}
