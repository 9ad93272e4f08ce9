package dev.upkeep.deploy.certificate;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Decides as another one does, and keeps what was shown to it even where that is refused. */
final class WatchedTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager decides;
  private @Nullable X509Certificate leaf;

  WatchedTrust(X509ExtendedTrustManager decides) {
    this.decides = decides;
  }

  /** The server's own certificate, once it has shown one. */
  Optional<X509Certificate> leaf() {
    return Optional.ofNullable(leaf);
  }

  private X509Certificate[] watched(X509Certificate[] chain) {
    leaf = chain.length == 0 ? null : chain[0];
    return chain;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    decides.checkServerTrusted(watched(chain), type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    decides.checkServerTrusted(watched(chain), type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    decides.checkServerTrusted(watched(chain), type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    decides.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    decides.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    decides.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return decides.getAcceptedIssuers();
  }
}
