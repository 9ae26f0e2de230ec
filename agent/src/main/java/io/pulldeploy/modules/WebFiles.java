package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.Downloads;
import io.pulldeploy.system.FileTree;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Copies of files from web servers, in Salt's place below the cache directory. */
final class WebFiles {
    private final FileTree files;
    private final Downloads downloads;

    WebFiles(FileTree files, Downloads downloads) {
        this.files = files;
        this.downloads = downloads;
    }

    static boolean isWeb(String url) {
        return url.startsWith("http://") || url.startsWith("https://");
    }

    /** Where a file's copy is, or would be. */
    static Path place(Minion minion, String url, String saltenv) {
        URI uri = parsed(url);
        String query = uri.getRawQuery() == null ? "" : "-" + uri.getRawQuery();
        return Path.of(
                String.valueOf(minion.opts().get("cachedir")),
                "extrn_files",
                saltenv,
                String.valueOf(uri.getRawAuthority()),
                uri.getPath() + query);
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new CallError("Error: " + e.getMessage() + " reading " + url, e);
        }
    }

    /**
     * The copy of a file, which is fetched unless a copy has the digest.
     *
     * @param hash {@code type=digest}, or empty
     * @throws CallError with Salt's text if it cannot be read, or has another digest
     */
    Path cached(Minion minion, String url, String saltenv, String hash) {
        Path copy = place(minion, url, saltenv);
        if (!hash.isEmpty() && files.isFile(copy) && isExpected(files.bytes(copy), hash)) {
            return copy;
        }
        byte[] content;
        try (InputStream in = downloads.open(parsed(url))) {
            content = in.readAllBytes();
        } catch (Failure | IOException e) {
            throw new CallError("Error: " + e.getMessage() + " reading " + url, e);
        }
        if (!hash.isEmpty() && !isExpected(content, hash)) {
            throw new CallError("the digest of " + url + " is not " + hash);
        }
        files.makeDirectories(copy.resolveSibling(""));
        files.write(copy, content);
        return copy;
    }

    private static boolean isExpected(byte[] content, String hash) {
        Digests.Digest expected = SourceHashes.parse(hash);
        return Digests.of(expected.type(), content).equals(expected.value());
    }
}
