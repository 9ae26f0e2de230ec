package io.pulldeploy.system;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class RealProcessesTest extends ProcessesContract {
    @TempDir Path root;

    @Override
    protected Processes processes() {
        FileTree files = new FileTree();
        return new RealProcesses(
                files,
                new AccountFiles(
                        files,
                        _ -> {
                            throw new AssertionError("no account is changed here");
                        }),
                System.getenv());
    }

    @Override
    protected String directory() {
        return root.toString();
    }

    @Override
    protected Path onDisk() {
        return root;
    }
}
