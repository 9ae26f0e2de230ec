package io.pulldeploy.cli.deploy;

import io.pulldeploy.artifact.SigningKey;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/** The key that signs what is published and promoted. */
final class SigningOptions {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Sign with this Ed25519 key, as 'openssl genpkey -algorithm ed25519' writes it.")
    private @Nullable Path key;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            description =
                    "The key's name in trusted_keys; else the file's name without its extension.")
    private @Nullable String id;

    Optional<SigningKey> key(FileTree files) {
        return Optional.ofNullable(key)
                .map(file -> {
                    if (!files.isFile(file)) {
                        throw new Failure(
                                ExitCode.USAGE,
                                "there is no key " + file,
                                "Give --key the file that holds it; 'openssl genpkey -algorithm ed25519 -out"
                                        + " FILE' makes one.");
                    }
                    return SigningKey.of(id == null ? nameOf(file) : id, files.text(file));
                });
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
