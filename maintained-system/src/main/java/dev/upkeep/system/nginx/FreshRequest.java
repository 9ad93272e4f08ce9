package dev.upkeep.system.nginx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A request over a connection of its own, as a visitor's first one is: what was kept open before a
 * switch proves nothing about it. Only the head of the answer is read.
 *
 * @param address where it is connected to
 * @param tls what makes it secret, if it is to be; the certificate must be for {@code host}
 * @param host the name that is asked for
 * @param limit of connecting, and of each wait for the answer
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112: HTTP/1.1</a>
 */
record FreshRequest(
    InetSocketAddress address, Optional<SSLSocketFactory> tls, String host, Duration limit) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final int LONGEST_HEAD = 64 * 1024;

  Answer get(String path) {
    return ask(
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: upkeep\r\nConnection: close\r\n\r\n"
            .formatted(path, host));
  }

  Answer post(String path, String json) {
    return ask(
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        User-Agent: upkeep\r
        Connection: close\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
            .formatted(path, host, json.getBytes(StandardCharsets.UTF_8).length, json));
  }

  private Answer ask(String request) {
    long begun = System.nanoTime();
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(limit.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      socket.connect(address, millis);
      try (Socket secured = tls.isPresent() ? secure(socket, tls.get()) : socket) {
        secured.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        secured.getOutputStream().flush();
        return head(new BufferedInputStream(secured.getInputStream()), begun);
      }
    } catch (IOException e) {
      return new Answer.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private SSLSocket secure(Socket plain, SSLSocketFactory factory) throws IOException {
    // Given the name, the socket asks for it in the handshake.
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, address.getPort(), false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static Answer head(InputStream in, long begun) throws IOException {
    int[] left = {LONGEST_HEAD};
    String line = line(in, left);
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      return new Answer.Nothing(
          line.isEmpty() ? "the connection was closed without an answer" : "no answer of HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new Answer.Said(
        Integer.parseInt(status.group(1)), headers, Duration.ofNanos(System.nanoTime() - begun));
  }

  private static String line(InputStream in, int[] left) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (--left[0] < 0) {
        throw new IOException("the head of the answer is longer than 64 kB");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
