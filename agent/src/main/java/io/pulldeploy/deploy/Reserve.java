package io.pulldeploy.deploy;

import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/**
 * A little of the disk that is kept for the records of rollbacks: the way back is there when
 * everything else is full.
 */
final class Reserve {
    private static final Logger log = LoggerFactory.getLogger(Reserve.class);

    /** Enough for some dozen records. */
    private static final int SIZE = 512 << 10;

    private final FileTree files;
    private final Path state;

    Reserve(FileTree files, InstanceLayout layout) {
        this.files = files;
        this.state = layout.state();
    }

    /** Frees it if the disk is as good as full. */
    void use() {
        if (files.isFile(file()) && files.usableSpace(state) < SIZE) {
            files.delete(file());
            log.warn("the disk of {} is full; a reserve is used for this run's record", state);
        }
    }

    /** Keeps it from now on, where there is room. */
    void keep() {
        try {
            if (!files.isFile(file()) && files.usableSpace(state) > 4L * SIZE) {
                files.write(file(), new byte[SIZE]);
            }
        } catch (Failure e) {
            log.debug("no reserve is kept", e);
        }
    }

    private Path file() {
        return state.resolve("reserve");
    }
}
