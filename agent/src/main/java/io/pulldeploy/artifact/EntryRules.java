package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides about each entry of an archive, in order, whether it may be unpacked. An entry whose
 * parents are real directories, and a link whose dots only lead, stay inside the release: dots
 * climb real directories, and every link on the way down was judged by the same rule.
 */
final class EntryRules {
    private static final int SET_ID_BITS = 06000;

    private final String archive;
    private final ArchiveLimits limits;
    private final Set<Path> seen = new HashSet<>();
    private final Set<Path> links = new HashSet<>();

    /**
     * @param archive as messages name it
     */
    EntryRules(String archive, ArchiveLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    /**
     * @return the entry's name under the release; empty for the root itself
     * @throws Failure (REFUSED) naming the entry and the rule or limit
     */
    Path admit(TarArchiveEntry entry) {
        Path path = pathOf(entry);
        if (path.toString().isEmpty()) {
            if (!entry.isDirectory()) {
                throw refused(entry, "is not a directory, but stands for the root");
            }
            return path;
        }
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (links.contains(above)) {
                throw refused(entry, "lies behind the link " + above);
            }
        }
        if (!seen.add(path)) {
            throw refused(entry, "stands twice");
        }
        if (seen.size() > limits.entries()) {
            throw refused(entry, "is one too many: the limit is " + limits.entries() + " entries");
        }
        if ((entry.getMode() & SET_ID_BITS) != 0) {
            throw refused(entry, "sets the user or group id");
        }
        if (entry.isSymbolicLink()) {
            checkTarget(entry, path);
            links.add(path);
        } else if (!entry.isDirectory() && !isPlainFile(entry)) {
            throw refused(
                    entry, "is " + kind(entry) + "; only files, directories and links may be");
        }
        return path;
    }

    Failure refused(TarArchiveEntry entry, String complaint) {
        return new Failure(
                ExitCode.REFUSED,
                archive + ": the entry " + entry.getName() + " " + complaint,
                "Nothing was changed. Publish the content anew with 'pulldeploy publish'.");
    }

    private Path pathOf(TarArchiveEntry entry) {
        String name = entry.getName();
        if (name.length() > limits.path()) {
            throw refused(
                    entry,
                    "has a name of "
                            + name.length()
                            + " characters: the limit is "
                            + limits.path());
        }
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw refused(entry, "has no usable name");
        }
        if (name.startsWith("/")) {
            throw refused(entry, "has an absolute name");
        }
        Path path = path(entry, name);
        for (Path part : path) {
            if (part.toString().equals("..")) {
                throw refused(entry, "climbs out by '..'");
            }
        }
        return path.normalize();
    }

    private Path path(TarArchiveEntry entry, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw refused(entry, "has a name that this locale cannot hold; set LC_ALL=C.UTF-8");
        }
    }

    private void checkTarget(TarArchiveEntry entry, Path path) {
        String target = entry.getLinkName();
        if (target.isEmpty() || target.indexOf('\0') >= 0) {
            throw refused(entry, "is a link without a target");
        }
        if (target.startsWith("/")) {
            throw refused(entry, "is a link that escapes, to " + target);
        }
        int climbs = 0;
        boolean descended = false;
        for (Path part : path(entry, target)) {
            if (!part.toString().equals("..")) {
                descended |= !part.toString().equals(".");
            } else if (descended) {
                throw refused(entry, "is a link with '..' in mid-path, to " + target);
            } else {
                climbs++;
            }
        }
        if (climbs > path.getNameCount() - 1) {
            throw refused(entry, "is a link that escapes, to " + target);
        }
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
                && !entry.isSparse();
    }

    private static String kind(TarArchiveEntry entry) {
        if (entry.isLink()) {
            return "a hard link";
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice()) {
            return "a device";
        }
        if (entry.isFIFO()) {
            return "a named pipe";
        }
        return entry.isSparse() ? "a sparse file" : "of an unknown kind";
    }
}
