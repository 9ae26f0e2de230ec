package io.pulldeploy.simulation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums of an object that S3's clients may send along, computed while it streams by. */
final class ContentChecksums {
    private final Checksum crc32 = new CRC32();
    private final Checksum crc32c = new CRC32C();
    private final MessageDigest sha1 = digest("SHA-1");
    private final MessageDigest sha256 = digest("SHA-256");

    void update(byte[] bytes, int length) {
        crc32.update(bytes, 0, length);
        crc32c.update(bytes, 0, length);
        sha1.update(bytes, 0, length);
        sha256.update(bytes, 0, length);
    }

    /** Header name to base64 value; can be asked once. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("x-amz-checksum-crc32", base64(crc32));
        values.put("x-amz-checksum-crc32c", base64(crc32c));
        values.put("x-amz-checksum-sha1", Base64.getEncoder().encodeToString(sha1.digest()));
        values.put("x-amz-checksum-sha256", Base64.getEncoder().encodeToString(sha256.digest()));
        return values;
    }

    private static String base64(Checksum sum) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
