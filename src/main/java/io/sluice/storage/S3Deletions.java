package io.sluice.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Deletes objects with all that lies below them. To do it again does no harm, so the client may try
 * as often as it likes.
 */
final class S3Deletions {
  /** The most that S3 takes in one request. */
  private static final int MOST_DELETED = 1000;

  private S3Deletions() {}

  /** The object of this key and all in the folder of this name; throws what the client throws. */
  static void delete(S3Client client, S3Place place) {
    if (!place.key().isEmpty()) {
      client.deleteObject(request -> request.bucket(place.bucket()).key(place.key()));
    }
    Set<String> folders = new TreeSet<>(Comparator.reverseOrder());
    for (ListObjectsV2Response page :
        client.listObjectsV2Paginator(
            request -> request.bucket(place.bucket()).prefix(place.prefix()))) {
      if (!page.contents().isEmpty()) {
        List<String> keys = page.contents().stream().map(S3Object::key).toList();
        keys.forEach(key -> addFolders(folders, place, key));
        deleteAll(client, place.bucket(), keys);
      }
    }
    if (!folders.isEmpty() && isShown(client, place)) {
      deleteAll(client, place.bucket(), List.copyOf(folders));
    }
  }

  /** The folders of a key, this place among them. */
  private static void addFolders(Set<String> folders, S3Place place, String key) {
    for (int end = key.lastIndexOf('/');
        end >= place.key().length() && end > 0;
        end = key.lastIndexOf('/', end - 1)) {
      folders.add(key.substring(0, end + 1));
    }
  }

  /** Some stores keep empty folders and list them. */
  private static boolean isShown(S3Client client, S3Place folder) {
    if (folder.key().isEmpty()) {
      return false;
    }
    String parent = folder.key().substring(0, folder.key().lastIndexOf('/') + 1);
    // The character '.' comes just before '/'.
    String before = folder.key() + ".";
    return client
        .listObjectsV2(
            request ->
                request
                    .bucket(folder.bucket())
                    .prefix(parent)
                    .delimiter("/")
                    .startAfter(before)
                    .maxKeys(1))
        .commonPrefixes()
        .stream()
        .anyMatch(shown -> shown.prefix().equals(folder.prefix()));
  }

  private static void deleteAll(S3Client client, String bucket, List<String> all) {
    for (int from = 0; from < all.size(); from += MOST_DELETED) {
      deleteSome(client, bucket, all.subList(from, Math.min(from + MOST_DELETED, all.size())));
    }
  }

  private static void deleteSome(S3Client client, String bucket, List<String> some) {
    List<ObjectIdentifier> keys =
        some.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        client.deleteObjects(
            request -> request.bucket(bucket).delete(all -> all.objects(keys).quiet(true)));
    for (S3Error error : answer.errors()) {
      throw refused(error);
    }
  }

  /** An error inside a successful answer. */
  private static AwsServiceException refused(S3Error error) {
    int status = error.code().equals("AccessDenied") ? 403 : 500;
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(error.code()).errorMessage(error.message()).build())
        .build();
  }
}
