package io.sluice.storage;

import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Asks the store to encrypt what is written, as S3A does for what Spark writes. */
final class S3Encryption implements ExecutionInterceptor {
  private final ServerSideEncryption algorithm;
  private final String key;

  private S3Encryption(ServerSideEncryption algorithm, Optional<String> key) {
    this.algorithm = algorithm;
    this.key = key.orElse(null); // What the SDK takes for none.
  }

  /** Nothing where the settings ask for none; the bucket's own rule holds then. */
  static Optional<S3Encryption> of(S3Settings settings) {
    Optional<String> key =
        settings.text("encryption.key").or(() -> settings.text("server-side-encryption.key"));
    return settings
        .text("encryption.algorithm")
        .or(() -> settings.text("server-side-encryption-algorithm"))
        .map(name -> new S3Encryption(algorithm(settings, name), key));
  }

  private static ServerSideEncryption algorithm(S3Settings settings, String name) {
    return switch (name) {
      case "AES256", "SSE-S3" -> ServerSideEncryption.AES256;
      case "SSE-KMS" -> ServerSideEncryption.AWS_KMS;
      default -> throw settings.wrong("encryption.algorithm", name, "AES256 or SSE-KMS", null);
    };
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    SdkRequest request = context.request();
    if (request instanceof PutObjectRequest put) {
      return put.toBuilder().serverSideEncryption(algorithm).ssekmsKeyId(key).build();
    }
    if (request instanceof CopyObjectRequest copy) {
      return copy.toBuilder().serverSideEncryption(algorithm).ssekmsKeyId(key).build();
    }
    if (request instanceof CreateMultipartUploadRequest start) {
      return start.toBuilder().serverSideEncryption(algorithm).ssekmsKeyId(key).build();
    }
    return request;
  }
}
