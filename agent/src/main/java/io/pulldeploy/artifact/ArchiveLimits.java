package io.pulldeploy.artifact;

/**
 * What an archive may hold at most; a bomb is stopped by whichever it meets first.
 *
 * @param entries files, directories and links
 * @param bytes content of all files
 * @param ratio content to archive, looked at once the content is past {@link #RATIO_FROM}
 * @param path characters of one name
 */
public record ArchiveLimits(long entries, long bytes, long ratio, int path) {
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(500_000, 16L << 30, 250, 4_000);

    /** Small archives may be as compressible as they like. */
    static final long RATIO_FROM = 64L << 20;
}
