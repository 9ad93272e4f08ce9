package dev.upkeep.system.tls;

import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What trusts the certificates of one file and no others. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * For connections of a component.
   *
   * @param pem certificates in PEM form
   */
  public static SSLSocketFactory of(Path pem) throws TargetProblem {
    try {
      return context(pem).getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw TargetProblem.lasting(
          "The certificates in %s cannot be read: %s.".formatted(pem, e.getMessage()),
          "Put certificates in PEM form there, readable by this service");
    }
  }

  /**
   * For connections.
   *
   * @param pem certificates in PEM form
   * @throws GeneralSecurityException when there are none in the file
   */
  public static SSLContext context(Path pem) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers(Optional.of(pem)), null);
    return context;
  }

  /**
   * For those who look at chains themselves.
   *
   * @param pem certificates in PEM form; what Java trusts if there are none
   */
  public static TrustManager[] managers(Optional<Path> pem)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore store = pem.isEmpty() ? null : store(pem.get());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore store(Path pem) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, certificate);
      }
      if (count == 0) {
        throw new GeneralSecurityException("there is no certificate in it");
      }
      return store;
    }
  }
}
