package io.pulldeploy.system;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Who owns files. The kernel knows; a simulation keeps its own books, because only root may give
 * files away.
 */
public interface Ownership {
    /**
     * @param user the name, or the number as text if nobody has it
     * @param group the name, or the number as text if nobody has it
     */
    record Owner(long uid, long gid, String user, String group) {}

    /**
     * The owner of a file, without following a link.
     *
     * @param onDisk where the file is, after all mapping
     * @param kernel what the kernel says
     */
    Owner of(Path onDisk, Owner kernel);

    /**
     * Gives a file away, without following a link; an empty number leaves that half alone.
     *
     * @throws io.pulldeploy.model.Failure if the kernel refuses
     */
    void change(Path onDisk, OptionalLong uid, OptionalLong gid);
}
