package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The {@code file} functions that read what files, directories and links hold. */
public final class FileContentsModule {
    private final FileTree files;

    public FileContentsModule(Host host) {
        this.files = host.files();
    }

    public List<ExecutionFunction> functions() {
        String digest = "A file's digest.";
        return new FunctionList("file")
                .add(
                        "read",
                        "A file's content.",
                        "path, binary=False",
                        (_, a) ->
                                a.flag("binary")
                                        ? files.bytes(at(a, "path"))
                                        : Texts.decode(files.bytes(at(a, "path"))))
                .add(
                        "seek_read",
                        "Some bytes of a file.",
                        "path, size, offset",
                        (_, a) -> readFrom(a))
                .add(
                        "seek_write",
                        "Overwrites some bytes of a file; says how many.",
                        "path, data, offset",
                        (_, a) -> writeAt(a))
                .add(
                        "truncate",
                        "Cuts a file, or fills it with zeros.",
                        "path, length",
                        (_, a) -> cut(a))
                .add(
                        "readdir",
                        "The names in a directory, with . and ...",
                        "path",
                        (_, a) -> readdir(a))
                .add(
                        "readlink",
                        "Where a link leads.",
                        "path, canonicalize=False",
                        (_, a) -> readlink(a))
                .add(
                        "get_hash",
                        digest,
                        "path, form='sha256', chunk_size=65536",
                        (_, a) -> Digests.of(a.string("form"), files, at(a, "path")))
                .add(
                        "get_sum",
                        digest,
                        "path, form='sha256'",
                        (_, a) -> Digests.of(a.string("form"), files, at(a, "path")))
                .add(
                        "check_hash",
                        "Whether a file has a digest.",
                        "path, file_hash",
                        (_, a) -> checkHash(a))
                .all();
    }

    private long writeAt(Arguments args) {
        if (!(args.value("data") instanceof byte[] data)) {
            throw new CallError("TypeError", "a bytes-like object is required, not 'str'");
        }
        try (FileChannel file = files.channel(at(args, "path"), StandardOpenOption.WRITE)) {
            long written = file.write(ByteBuffer.wrap(data), args.integer("offset").orElse(0L));
            file.force(true);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Object cut(Arguments args) {
        Path path = at(args, "path");
        long length = args.integer("length").orElse(0L);
        try (FileChannel file = files.channel(path, StandardOpenOption.WRITE)) {
            file.truncate(length);
            if (file.size() < length) {
                file.write(ByteBuffer.wrap(new byte[1]), length - 1);
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] readFrom(Arguments args) {
        try (InputStream in = files.open(at(args, "path"))) {
            in.skip(args.integer("offset").orElse(0L));
            return in.readNBytes(Math.toIntExact(args.integer("size").orElse(0L)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> readdir(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Dir path must be absolute.");
        }
        if (!files.isDirectory(path)) {
            throw new CallError("A valid directory was not specified: " + path);
        }
        List<String> names = new ArrayList<>(List.of(".", ".."));
        names.addAll(files.list(path));
        return names;
    }

    private String readlink(Arguments args) {
        Path path = at(args, "path");
        if (!path.isAbsolute()) {
            throw new CallError("Path to link must be absolute: " + path);
        }
        if (!files.isSymlink(path)) {
            throw new CallError("A valid link was not specified: " + path);
        }
        return (args.flag("canonicalize") ? files.realPath(path) : files.readLink(path)).toString();
    }

    private boolean checkHash(Arguments args) {
        String wanted = args.string("file_hash");
        int separator = wanted.indexOf(':') >= 0 ? wanted.indexOf(':') : wanted.indexOf('=');
        String value = wanted.substring(separator + 1);
        String type =
                separator >= 0
                        ? wanted.substring(0, separator)
                        : Digests.typeOfLength(wanted.length())
                                .orElseThrow(() ->
                                        new CallError(
                                                "Hash %s (length: %d) could not be matched to a supported hash type. The supported hash types and lengths are: %s"
                                                        .formatted(
                                                                wanted,
                                                                wanted.length(),
                                                                SourceHashes.lengths())));
        return Digests.of(type, files, at(args, "path")).equals(value);
    }
}
