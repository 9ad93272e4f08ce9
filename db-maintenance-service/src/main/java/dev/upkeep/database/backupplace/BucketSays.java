package dev.upkeep.database.backupplace;

import dev.upkeep.system.BackupPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a server's refusal means, for people.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">the codes</a>
 */
final class BucketSays {

  private static final String NEEDED =
      "s3:ListBucket, s3:ListBucketMultipartUploads, s3:GetObject, s3:PutObject, s3:DeleteObject and"
          + " s3:AbortMultipartUpload";

  private BucketSays() {}

  static IOException meaning(SdkException refusal, BackupPlace.Bucket place, String key) {
    String server = place.endpoint().map(URI::toString).orElse("Amazon S3, " + place.region());
    String bucket = "The bucket '%s' (%s)".formatted(place.name(), server);
    if (!(refusal instanceof S3Exception answer)) {
      return PlaceProblem.passing(
          "%s cannot be reached: %s.".formatted(bucket, innermost(refusal)),
          "Look whether the server runs and its address is right ('endpoint', 'region')",
          refusal);
    }
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    return switch (code) {
      case "NoSuchKey" -> missing(key, refusal);
      case "NoSuchBucket" ->
          PlaceProblem.lasting(
              bucket + " is not there.", "Make it, or name another in the system file", refusal);
      case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
          PlaceProblem.lasting(
              bucket + " does not accept the keys.",
              "Look whether 'access-key' and 'secret-key' lead to a pair that the server knows",
              refusal);
      case "RequestTimeTooSkewed" ->
          PlaceProblem.lasting(
              bucket + " refuses: its clock and this machine's differ.",
              "Set this machine's clock",
              refusal);
      case "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "IllegalLocationConstraintException" ->
          PlaceProblem.lasting(
              bucket + " is in another region: " + said(answer) + ".",
              "Write its 'region' into the system file",
              refusal);
      case "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded" ->
          PlaceProblem.full(bucket, refusal);
      default -> byStatus(answer, bucket, key);
    };
  }

  private static IOException byStatus(S3Exception answer, String bucket, String key) {
    int status = answer.statusCode();
    if (status == 404) {
      return missing(key, answer);
    }
    if (status == 403) {
      return PlaceProblem.lasting(
          "%s forbids what backups need (%s).".formatted(bucket, key),
          "Allow the account of 'access-key' " + NEEDED,
          answer);
    }
    if (status == 507) {
      return PlaceProblem.full(bucket, answer);
    }
    String reason = "%s answers %d: %s.".formatted(bucket, status, said(answer));
    return status >= 500 || status == 429
        ? PlaceProblem.passing(reason, "Look after the server", answer)
        : PlaceProblem.lasting(reason, "Look at the message and at 'bucket' in the file", answer);
  }

  private static IOException missing(String key, SdkException refusal) {
    var missing = new NoSuchFileException(key);
    missing.initCause(refusal);
    return missing;
  }

  private static String said(S3Exception answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    return message == null || message.isBlank() ? "no reason" : message.strip();
  }

  private static String innermost(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
