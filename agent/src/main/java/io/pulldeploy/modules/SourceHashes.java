package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code source_hash} may hold: a digest, or a file of them as {@code sha256sum} writes it.
 */
final class SourceHashes {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern DIGEST =
            Pattern.compile("(?i)(?<![a-z0-9])([a-f0-9]{32,128})(?![a-z0-9])");
    private static final String SEPARATORS = " \t\n\r\u000B\f\\/*";

    private SourceHashes() {}

    /** Reads {@code type=digest} or a bare digest, whose length tells its type. */
    static Digests.Digest parse(String hash) {
        int equals = hash.indexOf('=');
        String value = hash.substring(equals + 1).strip();
        if (equals < 0) {
            if (!HEX.matcher(hash).matches()) {
                throw invalid(hash);
            }
            return new Digests.Digest(
                    Digests.typeOfLength(hash.length()).orElseThrow(() -> invalid(hash)),
                    hash.toLowerCase(Locale.ROOT));
        }
        String type = hash.substring(0, equals).strip();
        Integer length = Digests.supported().get(type);
        if (length == null) {
            throw new CallError(
                    "Invalid hash type '%s'. Supported hash types are: %s. Either remove the hash type and simply use '%s' as the source_hash, or change the hash type to a supported type."
                            .formatted(
                                    type, String.join(", ", Digests.supported().keySet()), value));
        }
        if (value.length() != length) {
            throw new CallError(
                    "Invalid length (%d) for hash type '%s'. Either remove the hash type and simply use '%s' as the source_hash, or change the hash type to '%s'"
                            .formatted(
                                    value.length(),
                                    type,
                                    value,
                                    Digests.typeOfLength(value.length())
                                            .orElseThrow(() -> invalid(hash))));
        }
        return new Digests.Digest(type, value.toLowerCase(Locale.ROOT));
    }

    /**
     * The digest in a list that stands beside the file's name: first the name the author gives,
     * then the managed file's, then the source's; else the first digest of all.
     */
    static Optional<Digests.Digest> find(
            String list, String fileName, String source, String hashName) {
        List<Digests.Digest> byHashName = new ArrayList<>();
        List<Digests.Digest> byFileName = new ArrayList<>();
        List<Digests.Digest> bySource = new ArrayList<>();
        List<Digests.Digest> all = new ArrayList<>();
        for (String raw : list.lines().toList()) {
            String line = raw.strip();
            Matcher m = DIGEST.matcher(line);
            if (!m.find()) {
                continue;
            }
            String value = m.group(1);
            Optional<String> type = Digests.typeOfLength(value.length());
            if (type.isEmpty()) {
                continue;
            }
            Digests.Digest digest = new Digests.Digest(type.get(), value.toLowerCase(Locale.ROOT));
            all.add(digest);
            if (!hashName.isEmpty() && names(line, hashName, hashName, " \t")) {
                byHashName.add(digest);
            }
            if (names(line, baseName(fileName), fileName, SEPARATORS)) {
                byFileName.add(digest);
            }
            if (names(line, baseName(source), source, SEPARATORS)) {
                bySource.add(digest);
            }
        }
        for (List<Digests.Digest> found : List.of(byHashName, byFileName, bySource, all)) {
            if (!found.isEmpty()) {
                return Optional.of(found.getFirst());
            }
        }
        return Optional.empty();
    }

    private static boolean names(String line, String end, String start, String separators) {
        if (line.endsWith(end)) {
            int before = line.length() - end.length() - 1;
            return before >= 0 && separators.indexOf(line.charAt(before)) >= 0;
        }
        return line.startsWith(start)
                && line.length() > start.length()
                && Character.isWhitespace(line.charAt(start.length()));
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The types with their lengths, the shortest first, as Salt's sentences list them. */
    static String lengths() {
        return Digests.supported().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<String, Integer>::getValue))
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    static CallError invalid(String hash) {
        return new CallError(
                "Source hash %s format is invalid. The supported formats are: 1) a hash, 2) an expression in the format <hash_type>=<hash>, or 3) either a path to a local file containing hashes, or a URI of a remote hash file. Supported protocols for remote hash files are: salt, file, http, https, ftp, swift, s3. The hash may also not be of a valid length, the following are supported hash types and lengths: %s."
                        .formatted(hash, lengths()));
    }
}
