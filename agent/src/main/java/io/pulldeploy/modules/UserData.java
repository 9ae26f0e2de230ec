package io.pulldeploy.modules;

import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.YamlDumper;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user data of an instance, from what an SLS file calls {@code cloud_init}. */
public final class UserData {
    private static final DumpOptions BLOCK =
            DumpOptions.SAFE_DUMP.withFlowStyle(DumpOptions.FlowStyle.BLOCK);
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"([^\"]+)\"");

    private UserData() {}

    /**
     * A MIME message of several parts, which cloud-init takes apart again: boothooks, then scripts,
     * then cloud-config, each in the order of the file. Its boundary comes from its content, so
     * that the same content is the same text.
     *
     * @param cloudInit {@code boothooks}, {@code scripts} (text by name) and {@code cloud-config}
     */
    public static String mime(Map<String, @Nullable Object> cloudInit) {
        List<String> parts = new ArrayList<>();
        Plain.textMapping(cloudInit.get("boothooks"))
                .values()
                .forEach(script -> parts.add(part("cloud-boothook", script)));
        Plain.textMapping(cloudInit.get("scripts"))
                .values()
                .forEach(script -> parts.add(part("x-shellscript", script)));
        Object config = cloudInit.get("cloud-config");
        if (config != null) {
            parts.add(part("cloud-config", YamlDumper.dump(config, BLOCK)));
        }
        String boundary = "===============" + digest(String.join("", parts)) + "==";
        StringBuilder message = new StringBuilder();
        message.append("Content-Type: multipart/mixed; boundary=\"").append(boundary);
        message.append("\"\nMIME-Version: 1.0\n\n");
        parts.forEach(
                p -> message.append("--").append(boundary).append('\n').append(p).append('\n'));
        return message.append("--").append(boundary).append("--\n").toString();
    }

    private static String part(String subtype, String text) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        String header =
                "Content-Type: text/%s; charset=\"%s\"\nMIME-Version: 1.0\nContent-Transfer-Encoding: %s\n\n"
                        .formatted(
                                subtype, ascii ? "us-ascii" : "utf-8", ascii ? "7bit" : "base64");
        return header
                + (ascii
                        ? text
                        : Base64.getMimeEncoder(76, new byte[] {'\n'})
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8))
                                + "\n");
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether two user data mean the same; a boundary means nothing. */
    public static boolean same(String a, String b) {
        return canonical(a).equals(canonical(b));
    }

    private static String canonical(String text) {
        Matcher boundary = BOUNDARY.matcher(text);
        String shown = boundary.find() ? text.replace(boundary.group(1), "boundary") : text;
        return shown.stripTrailing();
    }

    /** As AWS takes it. */
    public static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What AWS answers, as text; nothing if there is none, or it is no Base64. */
    public static Optional<String> decoded(@Nullable Object base64) {
        if (!(base64 instanceof String text) || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(text);
        }
    }
}
