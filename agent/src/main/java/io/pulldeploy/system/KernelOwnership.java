package io.pulldeploy.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Owners as the kernel has them. */
public final class KernelOwnership implements Ownership {
    @Override
    public Owner of(Path onDisk, Owner kernel) {
        return kernel;
    }

    @Override
    public void change(Path onDisk, OptionalLong uid, OptionalLong gid) {
        try {
            if (uid.isPresent()) {
                Files.setAttribute(
                        onDisk, "unix:uid", (int) uid.getAsLong(), LinkOption.NOFOLLOW_LINKS);
            }
            if (gid.isPresent()) {
                Files.setAttribute(
                        onDisk, "unix:gid", (int) gid.getAsLong(), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw FileErrors.failure("change the owner of", onDisk, e);
        }
    }
}
