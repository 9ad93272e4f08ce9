package dev.upkeep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Free ports on {@value #HOST}. A server keeps its port over restarts where it is still free, so
 * that an address written down yesterday is right today.
 */
public final class LoopbackPort {

  /** The one address that embedded servers listen on. */
  public static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /** The port noted in the file if it is free; otherwise a free one, which is noted there. */
  public static int keptIn(Path file) {
    try {
      if (Files.exists(file)) {
        int noted = parsed(Files.readString(file).strip());
        if (isFree(noted)) {
          return noted;
        }
      }
      int fresh = free();
      Files.writeString(file, fresh + "\n");
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the port in " + file, e);
    }
  }

  /** A port that nobody listens on at this moment. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, address())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port on " + HOST, e);
    }
  }

  /** The port's address, for sockets. */
  public static InetSocketAddress at(int port) throws UnknownHostException {
    return new InetSocketAddress(address(), port);
  }

  private static int parsed(String noted) {
    return noted.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(noted) : 0;
  }

  private static boolean isFree(int port) {
    if (port <= 0 || port > 65_535) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of the last life may linger in TIME_WAIT; the servers reuse them too.
      socket.setReuseAddress(true);
      socket.bind(at(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Not the JVM's idea of loopback, which may be the IPv6 one. */
  private static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
  }
}
