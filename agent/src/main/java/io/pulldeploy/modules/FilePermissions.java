package io.pulldeploy.modules;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Owner, group and mode of files: what a state wants, what differs, and making it so. */
public final class FilePermissions {
    /**
     * What a state wants of a file; null leaves that part alone.
     *
     * @param user a name, or a number
     * @param group a name, or a number
     * @param mode normal form, see {@link FileModes}
     * @param attributes the letters of those that a file is to have, and no others
     */
    public record Wanted(
            @Nullable Object user,
            @Nullable Object group,
            Optional<String> mode,
            Optional<String> attributes) {
        public static final Wanted NOTHING = new Wanted(null, null, Optional.empty());

        public Wanted(@Nullable Object user, @Nullable Object group, Optional<String> mode) {
            this(user, group, mode, Optional.empty());
        }

        public Wanted withMode(Optional<String> newMode) {
            return new Wanted(user, group, newMode, attributes);
        }

        public Wanted withAttributes(Optional<String> letters) {
            return new Wanted(user, group, mode, letters);
        }
    }

    /**
     * What was done.
     *
     * @param changes Salt's: user, group, mode
     * @param complaints what could not be done
     */
    public record Done(Map<String, @Nullable Object> changes, List<String> complaints) {
        public boolean failed() {
            return !complaints.isEmpty();
        }
    }

    private final FileTree files;
    private final Accounts accounts;
    private final FileAttributes attributes;

    public FilePermissions(Host host) {
        this.files = host.files();
        this.accounts = host.accounts();
        this.attributes = new FileAttributes(host.files(), host.processes());
    }

    /** What differs from what is wanted, in Salt's shape; nothing of a file that does not exist. */
    public Map<String, @Nullable Object> differences(
            Path name, Wanted wanted, boolean followLinks) {
        Optional<FileStat> found = stat(name, followLinks);
        if (found.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> changes = differences(found.get(), wanted, followLinks);
        wanted.attributes()
                .filter(letters -> !letters.isEmpty() && attributes.differ(name, letters))
                .ifPresent(letters -> changes.put("attrs", letters));
        return changes;
    }

    private static Map<String, @Nullable Object> differences(
            FileStat now, Wanted wanted, boolean followLinks) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        if (isGiven(wanted.user()) && !isOwner(wanted.user(), now.user(), now.uid())) {
            changes.put("user", wanted.user());
        }
        if (isGiven(wanted.group()) && !isOwner(wanted.group(), now.group(), now.gid())) {
            changes.put("group", wanted.group());
        }
        if (wanted.mode().isPresent()
                && !wanted.mode().get().equals(now.octal())
                && (followLinks || !now.isSymlink())) {
            changes.put("mode", wanted.mode().get());
        }
        return changes;
    }

    private static boolean isGiven(@Nullable Object owner) {
        return switch (owner) {
            case null -> false;
            case String s -> !s.isEmpty();
            default -> true;
        };
    }

    private static boolean isOwner(@Nullable Object wanted, String name, long id) {
        return switch (wanted) {
            case Number n -> n.longValue() == id;
            case null -> false;
            default -> wanted.toString().equals(name);
        };
    }

    private Optional<FileStat> stat(Path name, boolean followLinks) {
        Optional<FileStat> followed = followLinks ? files.stat(name) : Optional.empty();
        return followed.isPresent() ? followed : files.lstat(name);
    }

    /** Makes a file what is wanted. */
    public Done enforce(Path name, Wanted wanted, boolean followLinks) {
        FileStat now = stat(name, followLinks).orElseThrow();
        Map<String, @Nullable Object> planned = differences(now, wanted, followLinks);
        List<String> complaints = new ArrayList<>();
        boolean owner = planned.containsKey("user") || planned.containsKey("group");
        if (owner) {
            try {
                give(name, wanted, followLinks);
                // The kernel takes set-user bits from a file that is given away.
                if (!now.isSymlink()) {
                    files.chmod(name, now.mode());
                }
            } catch (Failure e) {
                complaints.addAll(refused(planned));
            }
        }
        if (planned.containsKey("mode")) {
            Optional<Integer> bits = FileModes.bits(wanted.mode().orElseThrow());
            if (bits.isEmpty()) {
                complaints.add("Failed to change mode to " + wanted.mode().orElseThrow());
            } else {
                files.chmod(name, bits.get());
            }
        }
        Map<String, @Nullable Object> left =
                differences(stat(name, followLinks).orElseThrow(), wanted, followLinks);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        planned.forEach((key, value) -> {
            if (!left.containsKey(key)) {
                changes.put(key, value);
            } else if (complaints.stream().noneMatch(c -> c.contains(" " + key + " "))) {
                complaints.add("Failed to change %s to %s".formatted(key, value));
            }
        });
        if (wanted.attributes().isPresent()
                && !now.isDirectory()
                && (followLinks || !now.isSymlink())) {
            String letters = wanted.attributes().get();
            attributes.enforce(name, letters).ifPresent(change -> changes.put("attrs", change));
            if (attributes.differ(name, letters)) {
                complaints.add("Failed to change attributes to " + letters);
            }
        }
        return new Done(changes, complaints);
    }

    private static List<String> refused(Map<String, @Nullable Object> planned) {
        List<String> complaints = new ArrayList<>();
        planned.forEach((key, value) -> {
            if (!key.equals("mode")) {
                complaints.add("Failed to change %s to %s".formatted(key, value));
            }
        });
        return complaints;
    }

    /** Gives a file to whom the state names; what it does not name stays. */
    public void give(Path name, Wanted wanted, boolean followLinks) {
        OptionalLong uid = uid(wanted.user());
        OptionalLong gid = gid(wanted.group());
        if (followLinks) {
            files.chown(name, uid, gid);
        } else {
            files.lchown(name, uid, gid);
        }
    }

    /** A user's number; empty if nobody is named or nobody has the name. */
    public OptionalLong uid(@Nullable Object user) {
        return switch (user) {
            case null -> OptionalLong.empty();
            case Number n -> OptionalLong.of(n.longValue());
            default ->
                    accounts.user(user.toString())
                            .map(u -> OptionalLong.of(u.uid()))
                            .orElseGet(OptionalLong::empty);
        };
    }

    /** A group's number; empty if none is named or none has the name. */
    public OptionalLong gid(@Nullable Object group) {
        return switch (group) {
            case null -> OptionalLong.empty();
            case Number n -> OptionalLong.of(n.longValue());
            default ->
                    accounts.group(group.toString())
                            .map(g -> OptionalLong.of(g.gid()))
                            .orElseGet(OptionalLong::empty);
        };
    }

    /** Salt's complaint about names that nobody has; empty if all is well. */
    public String unknownOwners(Wanted wanted) {
        String complaint = "";
        if (isGiven(wanted.user()) && uid(wanted.user()).isEmpty()) {
            complaint += "User " + Texts.str(wanted.user()) + " is not available ";
        }
        if (isGiven(wanted.group()) && gid(wanted.group()).isEmpty()) {
            complaint += "Group " + Texts.str(wanted.group()) + " is not available";
        }
        return complaint;
    }

    /**
     * Makes a directory and those above it that are missing, each with the owner and mode that are
     * wanted.
     */
    public void makeDirectories(Path name, Wanted wanted) {
        List<Path> missing = new ArrayList<>();
        for (Path d = name.normalize();
                d != null && !files.isDirectory(d);
                d = Objects.requireNonNullElse(d.getParent(), null)) {
            missing.add(d);
        }
        for (Path directory : missing.reversed()) {
            files.makeDirectory(directory);
            enforce(directory, wanted, true);
        }
    }
}
