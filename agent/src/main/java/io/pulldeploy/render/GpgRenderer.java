package io.pulldeploy.render;

import io.pulldeploy.model.SameType;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decrypts PGP messages inside data with the machine's gpg: salt.renderers.gpg. */
final class GpgRenderer {
    private static final Logger LOG = LoggerFactory.getLogger(GpgRenderer.class);
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "-----BEGIN PGP MESSAGE-----.*?-----END PGP MESSAGE-----", Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Host host;
    private final Secrets secrets;

    GpgRenderer(Host host, Secrets secrets) {
        this.host = host;
        this.secrets = secrets;
    }

    /** The data with every text that holds a PGP message decrypted. */
    @Nullable Object decrypt(@Nullable Object data, Map<String, @Nullable Object> opts) {
        String gpg =
                host.processes()
                        .which("gpg")
                        .orElseThrow(() -> RenderFailure.render("GPG unavailable", 0, ""));
        return decrypt(data, gpg, home(opts), opts);
    }

    /** The directory of the keys, which is the renderer's own and no user's. */
    private static String home(Map<String, @Nullable Object> opts) {
        if (opts.get("gpg_keydir") instanceof String directory && !directory.isEmpty()) {
            return directory;
        }
        if (opts.get("config_dir") instanceof String directory) {
            return directory + "/gpgkeys";
        }
        Optional<Path> config =
                opts.get("conf_file") instanceof String file
                        ? Optional.ofNullable(Path.of(file).getParent())
                        : Optional.empty();
        return config.map(Path::toString).orElse("/etc/salt") + "/gpgkeys";
    }

    private @Nullable Object decrypt(
            @Nullable Object data, String gpg, String home, Map<String, @Nullable Object> opts) {
        return switch (data) {
            case String text -> text(text, gpg, home, opts);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> decrypted = new LinkedHashMap<>();
                map.forEach((key, value) -> decrypted.put(key, decrypt(value, gpg, home, opts)));
                yield SameType.map(map, Collections.unmodifiableMap(decrypted));
            }
            case List<?> list -> {
                List<@Nullable Object> decrypted = new ArrayList<>();
                list.forEach(item -> decrypted.add(decrypt(item, gpg, home, opts)));
                yield SameType.list(list, Collections.unmodifiableList(decrypted));
            }
            case null, default -> data;
        };
    }

    /** The text with its messages decrypted; bytes, if what they held is no UTF-8. */
    private Object text(String text, String gpg, String home, Map<String, @Nullable Object> opts) {
        Matcher message = MESSAGE.matcher(text);
        StringBuilder decrypted = new StringBuilder();
        int from = 0;
        while (message.find()) {
            decrypted
                    .append(latin(text.substring(from, message.start())))
                    .append(message(message.group(), gpg, home, opts));
            from = message.end();
        }
        if (from == 0) {
            return text;
        }
        // A message that YAML holds as a block would else leave the block's line breaks behind.
        String whole =
                decrypted.append(latin(text.substring(from))).toString().replaceFirst("\\n+$", "");
        return textOrBytes(whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Each byte of the text's UTF-8 as a character. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Object textOrBytes(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    /** What a message holds, each byte as a character. */
    private String message(
            String armoured, String gpg, String home, Map<String, @Nullable Object> opts) {
        String cipher = armoured.replace("\\n", "\n");
        String keys = host.files().locate(Path.of(home)).toString();
        Completed run =
                host.processes()
                        .run(
                                Command.of(
                                                gpg,
                                                "--homedir",
                                                keys,
                                                "--status-fd",
                                                "2",
                                                "--no-tty",
                                                "-d")
                                        .reading(cipher)
                                        .writtenIn(StandardCharsets.ISO_8859_1)
                                        .within(LIMIT));
        if (!run.output().isEmpty()) {
            secrets.addAll(textOrBytes(run.output().getBytes(StandardCharsets.ISO_8859_1)));
            return run.output();
        }
        String said =
                new String(
                        run.errors().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        LOG.warn("Could not decrypt a PGP message: {}", said.strip());
        if (!Boolean.FALSE.equals(opts.get("gpg_decrypt_must_succeed"))) {
            throw RenderFailure.cipher(cipher, said, keys);
        }
        return latin(cipher);
    }
}
