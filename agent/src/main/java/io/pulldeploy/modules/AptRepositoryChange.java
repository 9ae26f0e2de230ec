package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One call of {@code pkg.mod_repo}: a repository is to be there, with these properties. */
final class AptRepositoryChange {
    private final AptSources files;
    private final boolean aptKey;
    private final Minion minion;
    private final String repository;
    private final String saltenv;
    private final AptSource wanted;
    private final Map<String, @Nullable Object> options;

    /**
     * @param aptKey whether there is apt-key, which keeps keys without naming them in the sources
     * @throws CallError if the repository's definition is none
     */
    AptRepositoryChange(AptSources files, boolean aptKey, Minion minion, Arguments args) {
        this.files = files;
        this.aptKey = aptKey && args.flag("aptkey");
        this.minion = minion;
        this.repository = args.string("repo");
        this.saltenv = args.string("saltenv");
        this.options = args.extra();
        this.wanted = AptSource.ofLine(AptSources.LIST.toString(), repository);
        if (!wanted.valid()) {
            throw new CallError(
                    "SaltInvocationError",
                    "Name "
                            + repository
                            + " is not valid. This must be the complete repo entry as seen in the sources file");
        }
        if (isYes(options.get("consolidate"))) {
            throw new CallError("The 'consolidate' option is not supported");
        }
    }

    private static boolean isYes(@Nullable Object value) {
        return value != null && AptSource.YES.contains(Texts.str(value).toLowerCase(Locale.ROOT));
    }

    /** Whether the indexes are to be read anew then. */
    boolean refreshes() {
        Object asked =
                options.containsKey("refresh_db")
                        ? options.get("refresh_db")
                        : options.getOrDefault("refresh", true);
        return isYes(asked);
    }

    /** Makes the change in the files, and apt trust the keys that are given. */
    void apply() {
        trust();
        List<AptSource> all = new ArrayList<>(files.load());
        Optional<AptSource> known = known(all);
        Set<String> touched = new LinkedHashSet<>();
        AptSource changed;
        if (known.isPresent()) {
            touched.add(known.get().file());
            changed = changed(known.get());
            all.set(all.indexOf(known.get()), changed);
        } else {
            if (!aptKey && wanted.signedBy().isEmpty() && !isYes(options.get("trusted"))) {
                throw new CallError(
                        "SaltInvocationError",
                        "missing 'signedby' or 'trusted' option when apt-key is missing");
            }
            changed = changed(added());
            all.add(changed);
        }
        touched.add(changed.file());
        touched.forEach(file -> files.save(file, all));
    }

    private List<String> components() {
        List<String> all = new ArrayList<>(wanted.components());
        list("comps").stream().filter(c -> !all.contains(c)).forEach(all::add);
        return all;
    }

    /** What stands between commas, or in a list. */
    private List<String> list(String option) {
        Object value = options.get(option);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list.stream().map(Texts::str).toList();
            default -> List.of(Texts.str(value).split(",")).stream().map(String::strip).toList();
        };
    }

    private List<String> architectures() {
        return options.containsKey("architectures")
                ? list("architectures")
                : wanted.architectures();
    }

    /** The entry that is to be changed, as Salt finds it. */
    private Optional<AptSource> known(List<AptSource> all) {
        String type = Texts.str(options.get("type"));
        String suite = Texts.str(options.get("dist"));
        for (AptSource source : all) {
            boolean named =
                    source.valid()
                            && (source.has(wanted)
                                    || (source.suites().contains(suite)
                                            && source.types().contains(type)));
            if (named
                    && (source.components().isEmpty()
                            || components().stream().anyMatch(source.components()::contains)
                            || !architectures().equals(source.architectures()))) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private AptSource added() {
        Object file = options.get("file");
        String path = file == null ? AptSources.LIST.toString() : Texts.str(file);
        if (!path.endsWith(".sources")) {
            return AptSource.ofLine(path, repository);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Types", wanted.types().getFirst());
        fields.put("URIs", wanted.uris().getFirst());
        fields.put("Suites", wanted.suites().getFirst());
        fields.put("Components", String.join(" ", wanted.components()));
        boolean trusted =
                options.containsKey("trusted")
                        ? isYes(options.get("trusted"))
                        : wanted.options().contains(AptSource.TRUSTED);
        if (trusted) {
            fields.put("Trusted", "yes");
        }
        return AptSource.ofFields(path, List.of(), fields);
    }

    private AptSource changed(AptSource source) {
        return source.isParagraph() ? paragraph(source) : line(source);
    }

    private Optional<Boolean> disabled() {
        if (options.containsKey("disabled")) {
            return Optional.of(isYes(options.get("disabled")));
        }
        return options.containsKey("enabled")
                ? Optional.of(!isYes(options.get("enabled")))
                : Optional.empty();
    }

    private Optional<String> comment() {
        return switch (options.get("comments")) {
            case null -> Optional.empty();
            case List<?> list ->
                    Optional.of(String.join(" ", list.stream().map(Texts::str).toList()).strip());
            case Object text -> Optional.of(Texts.str(text).strip());
        };
    }

    private AptSource line(AptSource source) {
        List<String> architectures = architectures();
        Map<String, String> inside = new LinkedHashMap<>();
        for (String option : wanted.options()) {
            String name = option.split("=", 2)[0];
            inside.put(name.startsWith("arch") ? "arch" : name, option);
        }
        if (!architectures.isEmpty()) {
            inside.put("arch", "arch=" + String.join(",", architectures));
        }
        if (options.get("trusted") != null && isYes(options.get("trusted"))) {
            inside.put("trusted", AptSource.TRUSTED);
        }
        inside.remove("trusted", "trusted=no");
        String suite = options.containsKey("dist") ? Texts.str(options.get("dist")) : "";
        String file = options.get("file") == null ? source.file() : Texts.str(options.get("file"));
        return new AptSource(
                file,
                source.text(),
                true,
                disabled().orElse(source.disabled()),
                source.types(),
                wanted.uris(),
                suite.isEmpty() ? source.suites() : List.of(suite),
                options.containsKey("comps") ? list("comps") : wanted.components(),
                architectures,
                wanted.signedBy(),
                List.copyOf(inside.values()),
                comment().orElse(source.comment()));
    }

    private AptSource paragraph(AptSource source) {
        String file = options.get("file") == null ? source.file() : Texts.str(options.get("file"));
        if (!file.endsWith(".sources")) {
            throw new CallError(
                    "%s holds %s in a form that only files named *.sources may have, not %s"
                            .formatted(source.file(), repository, file));
        }
        Map<String, String> fields = new LinkedHashMap<>(AptSource.fields(source.text()));
        // New fields stand in the order of the options, as Salt adds them.
        Set<String> order = new LinkedHashSet<>(options.keySet());
        order.addAll(List.of("signedby", "comps", "architectures", "disabled"));
        order.forEach(option -> set(option, fields));
        return AptSource.ofFields(
                file,
                comment()
                        .map(text -> List.of(text.startsWith("#") ? text : "#" + text))
                        .orElseGet(() -> AptSource.header(source.text())),
                fields);
    }

    private void set(String option, Map<String, String> fields) {
        switch (option) {
            case "signedby" -> fields.put("Signed-By", wanted.signedBy());
            case "comps" ->
                    fields.put(
                            "Components",
                            String.join(
                                    " ",
                                    options.containsKey("comps")
                                            ? list("comps")
                                            : wanted.components()));
            case "architectures" -> fields.put("Architectures", String.join(" ", architectures()));
            case "uri", "uris" -> fields.put("URIs", String.join(" ", list(option)));
            case "dist", "suites" -> fields.put("Suites", String.join(" ", list(option)));
            case "types" -> fields.put("Types", String.join(" ", list(option)));
            case "trusted" -> fields.put("Trusted", isYes(options.get(option)) ? "yes" : "no");
            case "disabled" ->
                    disabled()
                            .ifPresent(disabled -> {
                                if (disabled) {
                                    fields.put("Enabled", "no");
                                } else {
                                    fields.remove("Enabled");
                                }
                            });
            default -> {}
        }
    }

    private void trust() {
        Optional<Path> ring =
                wanted.signedBy().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Path.of(wanted.signedBy()));
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        key.put("aptkey", aptKey);
        ring.map(Path::getParent).ifPresent(directory -> key.put("keydir", directory.toString()));
        ring.map(Path::getFileName).ifPresent(name -> key.put("keyfile", name.toString()));
        if (options.containsKey("keyid")) {
            if (options.get("keyid") == null || options.get("keyserver") == null) {
                throw new CallError("NameError", "both keyserver and keyid options required.");
            }
            key.put("keyserver", options.get("keyserver"));
            for (Object id :
                    options.get("keyid") instanceof List<?> ids
                            ? ids
                            : List.of(options.get("keyid"))) {
                key.put("keyid", id instanceof Long number ? "0x" + Long.toHexString(number) : id);
                add(key, Texts.str(id));
            }
        } else if (options.get("key_url") != null) {
            key.put("path", options.get("key_url"));
            key.put("saltenv", saltenv);
            add(key, Texts.str(options.get("key_url")));
        } else if (options.get("key_text") != null) {
            if (!aptKey) {
                throw new CallError(
                        "Error: failed to add key: key_text needs apt-key; use key_url, and signed-by in the repository's definition");
            }
            key.put("text", options.get("key_text"));
            add(key, Texts.str(options.get("key_text")));
        }
    }

    private void add(Map<String, @Nullable Object> key, String name) {
        if (!Boolean.TRUE.equals(minion.call("pkg.add_repo_key", List.of(), key))) {
            throw new CallError("Error: Could not add key: " + name);
        }
    }
}
