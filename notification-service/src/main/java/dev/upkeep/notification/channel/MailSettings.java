package dev.upkeep.notification.channel;

import dev.upkeep.system.secret.SecretReference;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail is sent.
 *
 * @param host the SMTP server; without one no mail can be sent, and every delivery says so
 * @param port its port
 * @param from the sender, as in {@code Upkeep <upkeep@example.org>}
 * @param username for SMTP authentication; none: no authentication
 * @param password where the password is kept: {@code file:/absolute/path} or {@code env:NAME}
 * @param starttls whether the connection must be encrypted
 * @param domain the right-hand side of Message-ID and List-Id; by default that of the sender
 * @param timeout for connecting and for each answer of the server
 */
@ConfigurationProperties("upkeep.mail")
public record MailSettings(
    @DefaultValue("") String host,
    @DefaultValue("587") int port,
    @DefaultValue("") String from,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("required") StartTls starttls,
    @DefaultValue("") String domain,
    @DefaultValue("10s") Duration timeout) {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{0,255}");
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");

  /** Whether the connection is encrypted (RFC 3207). */
  public enum StartTls {
    /** Without encryption nothing is sent. */
    REQUIRED,
    /** If the server offers it; for servers on the same machine. */
    OFFERED,
    /** Never; for servers on the same machine. */
    NEVER
  }

  public MailSettings {
    check(HOST.matcher(host).matches(), "host", host, "Write a host name or an IP address");
    check(port > 0 && port < 65536, "port", port, "Write a port from 1 to 65535");
    check(
        timeout.isPositive() && timeout.compareTo(Duration.ofMinutes(2)) <= 0,
        "timeout",
        timeout,
        "Write at most 2m");
    if (!host.isEmpty()) {
      domain = domain.isEmpty() ? domainOf(from) : domain;
      check(DOMAIN.matcher(domain).matches(), "domain", domain, "Write a domain: example.org");
    }
    check(
        username.isEmpty() == password.isEmpty(),
        "username",
        username,
        "Set both username and password, or neither");
    check(
        username.isEmpty() || starttls == StartTls.REQUIRED,
        "starttls",
        starttls,
        "A password is sent over encrypted connections only: write required, or drop the username");
    check(
        password.isEmpty() || SettingsSecrets.parse(password).isPresent(),
        "password",
        "not a reference",
        SettingsSecrets.REMEDY);
  }

  /** Whether mail can be sent at all. */
  boolean set() {
    return !host.isEmpty();
  }

  InternetAddress sender() {
    return address(from);
  }

  Optional<SecretReference> passwordReference() {
    return SettingsSecrets.parse(password);
  }

  private static String domainOf(String from) {
    String address = address(from).getAddress();
    return address.substring(address.lastIndexOf('@') + 1);
  }

  private static InternetAddress address(String from) {
    try {
      InternetAddress parsed = new InternetAddress(from, true);
      check(parsed.getAddress().contains("@"), "from", from, "Write Upkeep <upkeep@example.org>");
      return new InternetAddress(
          parsed.getAddress(), parsed.getPersonal(), StandardCharsets.UTF_8.name());
    } catch (AddressException | java.io.UnsupportedEncodingException e) {
      throw refused("from", from, "Write one address, as in Upkeep <upkeep@example.org>");
    }
  }

  private static void check(boolean good, String name, Object value, String remedy) {
    if (!good) {
      throw refused(name, value, remedy);
    }
  }

  private static IllegalArgumentException refused(String name, Object value, String remedy) {
    return new IllegalArgumentException(
        "upkeep.mail.%s is '%s'. %s.".formatted(name, value, remedy));
  }
}
