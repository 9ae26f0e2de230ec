package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.FileTree;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code hashutil.*}: digests and encodings. */
public final class HashutilModule {
    private static final List<String> DIGESTS = List.of("md5", "sha256", "sha512");

    private final FileTree files;

    public HashutilModule(FileTree files) {
        this.files = files;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "hashutil.digest",
                        "The digest of a text.",
                        "instr, checksum='md5'",
                        (minion, args) ->
                                hex(args.string("checksum"), bytes(args.string("instr")))),
                new ExecutionFunction(
                        "hashutil.digest_file",
                        "The digest of a file.",
                        "infile, checksum='md5'",
                        (minion, args) -> {
                            Path file = Path.of(args.string("infile"));
                            if (!files.isFile(file)) {
                                throw new CallError("File path '" + file + "' not found.");
                            }
                            return hex(args.string("checksum"), files.bytes(file));
                        }),
                text("md5_digest", "The MD5 digest of a text.", s -> hex("md5", bytes(s))),
                text(
                        "sha256_digest",
                        "The SHA-256 digest of a text.",
                        s -> hex("sha256", bytes(s))),
                text(
                        "sha512_digest",
                        "The SHA-512 digest of a text.",
                        s -> hex("sha512", bytes(s))),
                text(
                        "base64_b64encode",
                        "A text in base64, on one line.",
                        s -> Base64.getEncoder().encodeToString(bytes(s))),
                text("base64_b64decode", "The text in base64.", HashutilModule::decoded),
                text("base64_encodestring", "A text in base64, in lines.", s -> lines(bytes(s))),
                text(
                        "base64_decodestring",
                        "The text in lines of base64.",
                        HashutilModule::decoded),
                new ExecutionFunction(
                        "hashutil.base64_encodefile",
                        "A file in base64, in lines.",
                        "fname",
                        (minion, args) -> lines(files.bytes(Path.of(args.string("fname"))))),
                new ExecutionFunction(
                        "hashutil.base64_decodefile",
                        "Writes what a text in base64 holds to a file.",
                        "instr, outfile",
                        (minion, args) -> {
                            files.write(
                                    Path.of(args.string("outfile")),
                                    Base64.getMimeDecoder().decode(args.string("instr")));
                            return true;
                        }),
                new ExecutionFunction(
                        "hashutil.hmac_compute",
                        "The SHA-256 HMAC of a text.",
                        "string, shared_secret",
                        (minion, args) -> HexFormat.of().formatHex(hmac("HmacSHA256", args))),
                new ExecutionFunction(
                        "hashutil.hmac_signature",
                        "Whether a SHA-256 HMAC in base64 is right.",
                        "string, shared_secret, challenge_hmac",
                        (minion, args) ->
                                MessageDigest.isEqual(
                                        bytes(
                                                Base64.getEncoder()
                                                        .encodeToString(hmac("HmacSHA256", args))),
                                        bytes(args.string("challenge_hmac")))),
                new ExecutionFunction(
                        "hashutil.github_signature",
                        "Whether a signature such as sha1=0a1b is right.",
                        "string, shared_secret, challenge_hmac",
                        HashutilModule::github));
    }

    private interface TextFunction {
        String apply(String text);
    }

    private static ExecutionFunction text(String name, String doc, TextFunction function) {
        return new ExecutionFunction(
                "hashutil." + name,
                doc,
                "instr",
                (minion, args) -> function.apply(args.string("instr")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CallError(String.valueOf(e.getMessage()), e);
        }
    }

    private static String lines(byte[] content) {
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(content) + "\n";
    }

    private static String hex(String checksum, byte[] content) {
        if (!DIGESTS.contains(checksum)) {
            throw new CallError("Hash func '" + checksum + "' is not supported.");
        }
        return Hashes.hex(checksum, content);
    }

    private static byte[] hmac(String algorithm, Arguments args) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(bytes(args.string("shared_secret")), algorithm));
            return mac.doFinal(bytes(args.string("string")));
        } catch (GeneralSecurityException e) {
            throw new CallError(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean github(io.pulldeploy.loader.Minion minion, Arguments args) {
        String[] parts = args.string("challenge_hmac").split("=", 2);
        if (parts.length < 2) {
            throw new CallError("not enough values to unpack (expected 2, got 1)");
        }
        String algorithm = "Hmac" + parts[0].toUpperCase(Locale.ROOT);
        return MessageDigest.isEqual(
                bytes(HexFormat.of().formatHex(hmac(algorithm, args))), bytes(parts[1]));
    }
}
