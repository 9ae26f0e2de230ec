package io.pulldeploy.modules;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Copies of files that states replace, where Salt keeps them: {@code
 * <cachedir>/file_backup/<path>_<time>}.
 */
public final class FileBackups {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE_MMM_dd_HH:mm:ss_", Locale.ROOT);

    private final FileTree files;
    private final Clock clock;

    public FileBackups(FileTree files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * Copies a file aside, if the state or else the configuration wants that.
     *
     * @param backup the state's {@code backup}; empty leaves it to {@code backup_mode}
     */
    public void keep(Path name, String backup, Minion minion) {
        String mode =
                backup.isEmpty()
                        ? Texts.str(minion.opts().getOrDefault("backup_mode", ""))
                        : backup;
        if (!(mode.equals("minion") || mode.equals("both")) || !files.exists(name)) {
            return;
        }
        Path cache = Path.of(Texts.str(minion.opts().get("cachedir")), "file_backup");
        Path parent = Objects.requireNonNull(name.getParent());
        Path directory = cache.resolve(Path.of("/").relativize(parent));
        ZonedDateTime now = ZonedDateTime.now(clock);
        Path copy =
                directory.resolve(
                        "%s_%s%06d_%d"
                                .formatted(
                                        name.getFileName(),
                                        now.format(DAY),
                                        now.getNano() / 1000,
                                        now.getYear()));
        files.makeDirectories(directory);
        FileStat stat = files.stat(name).orElseThrow();
        files.write(copy, OptionalLong.of(stat.mode()), files.bytes(name));
        files.chown(copy, OptionalLong.of(stat.uid()), OptionalLong.of(stat.gid()));
    }
}
