package dev.upkeep.database.backupplace;

import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The few requests that backups need, in the words that every server of the S3 protocol knows.
 * Every body goes with its MD5, which the server compares: the newer checksums of the protocol are
 * not known to all. What goes wrong comes out as {@link PlaceProblem} or {@code
 * NoSuchFileException}.
 */
final class Bucket {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final String BYTES = "application/octet-stream";

  private final S3Client s3;
  private final BackupPlace.Bucket place;

  private Bucket(S3Client s3, BackupPlace.Bucket place) {
    this.s3 = s3;
    this.place = place;
  }

  /** An upload in parts that nobody has completed. */
  record Upload(String key, String id) {}

  /** What is below a prefix: objects, and the beginnings that further ones share. */
  record Listing(List<String> keys, List<String> folders) {
    Listing {
      keys = List.copyOf(keys);
      folders = List.copyOf(folders);
    }
  }

  static Bucket open(BackupPlace.Bucket place, Secret accessKey, Secret secretKey) {
    S3ClientBuilder client =
        S3Client.builder()
            .region(Region.of(place.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKey.reveal(), secretKey.reveal())))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_LIMIT)
                    .socketTimeout(ANSWER_LIMIT))
            .forcePathStyle(place.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            // The system file alone says where backups go: no profile of whoever runs this.
            .overrideConfiguration(
                settings -> settings.defaultProfileFile(ProfileFile.aggregator().build()));
    place.endpoint().ifPresent(client::endpointOverride);
    return new Bucket(client.build(), place);
  }

  String name() {
    return place.name();
  }

  /**
   * All that begins with a prefix.
   *
   * @param delimiter what ends a shared beginning; empty for every object
   */
  Listing list(String prefix, String delimiter) throws IOException {
    return asked(
        prefix,
        () -> {
          List<String> keys = new ArrayList<>();
          List<String> folders = new ArrayList<>();
          s3.listObjectsV2Paginator(
                  request -> {
                    request.bucket(name()).prefix(prefix);
                    if (!delimiter.isEmpty()) {
                      request.delimiter(delimiter);
                    }
                  })
              .forEach(
                  page -> {
                    page.contents().stream().map(S3Object::key).forEach(keys::add);
                    page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(folders::add);
                  });
          return new Listing(keys, folders);
        });
  }

  boolean has(String key) throws IOException {
    return list(key, "").keys().contains(key);
  }

  long size(String key) throws IOException {
    return asked(
        key, () -> s3.headObject(request -> request.bucket(name()).key(key)).contentLength());
  }

  InputStream open(String key) throws IOException {
    return asked(key, () -> s3.getObject(request -> request.bucket(name()).key(key)));
  }

  /** Writes an object whole, or leaves what was there. */
  void put(String key, byte[] content) throws IOException {
    put(key, content, content.length);
  }

  void put(String key, byte[] content, int length) throws IOException {
    String md5 = md5(content, length);
    asked(
        key,
        () ->
            s3.putObject(
                request -> request.bucket(name()).key(key).contentMD5(md5), body(content, length)));
  }

  void delete(String key) throws IOException {
    asked(key, () -> s3.deleteObject(request -> request.bucket(name()).key(key)));
  }

  Upload begin(String key) throws IOException {
    return asked(
        key,
        () ->
            new Upload(
                key,
                s3.createMultipartUpload(request -> request.bucket(name()).key(key)).uploadId()));
  }

  CompletedPart part(Upload upload, int number, byte[] content, int length) throws IOException {
    String md5 = md5(content, length);
    return asked(
        upload.key(),
        () -> {
          String tag =
              s3.uploadPart(
                      request ->
                          request
                              .bucket(name())
                              .key(upload.key())
                              .uploadId(upload.id())
                              .partNumber(number)
                              .contentMD5(md5),
                      body(content, length))
                  .eTag();
          return CompletedPart.builder().partNumber(number).eTag(tag).build();
        });
  }

  void complete(Upload upload, List<CompletedPart> parts) throws IOException {
    asked(
        upload.key(),
        () ->
            s3.completeMultipartUpload(
                request ->
                    request
                        .bucket(name())
                        .key(upload.key())
                        .uploadId(upload.id())
                        .multipartUpload(all -> all.parts(parts))));
  }

  /** Uploads below a prefix that were begun and not completed: they are paid for, and unseen. */
  List<Upload> uploads(String prefix) throws IOException {
    return asked(
        prefix,
        () -> {
          List<Upload> uploads = new ArrayList<>();
          s3.listMultipartUploadsPaginator(request -> request.bucket(name()).prefix(prefix))
              .uploads()
              .forEach(
                  // Not every server heeds the prefix.
                  upload -> {
                    if (upload.key().startsWith(prefix)) {
                      uploads.add(new Upload(upload.key(), upload.uploadId()));
                    }
                  });
          return uploads;
        });
  }

  void abort(Upload upload) throws IOException {
    asked(
        upload.key(),
        () ->
            s3.abortMultipartUpload(
                request -> request.bucket(name()).key(upload.key()).uploadId(upload.id())));
  }

  void close() {
    s3.close();
  }

  private <T> T asked(String key, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw BucketSays.meaning(e, place, key);
    }
  }

  /** Read again for every repeat of the request, and not copied. */
  private static RequestBody body(byte[] content, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content, 0, length), length, BYTES);
  }

  private static String md5(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(content, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
