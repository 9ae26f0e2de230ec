package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Downloads over the JDK's own client; redirects are followed from http to https, never back. */
public final class HttpDownloads implements Downloads {
    private static final int CONNECT_MILLIS = 20_000;
    private static final int READ_MILLIS = 60_000;
    private static final int REDIRECTS = 5;

    @Override
    public InputStream open(URI address) {
        URI next = address;
        try {
            for (int i = 0; i <= REDIRECTS; i++) {
                if (!(next.toURL().openConnection() instanceof HttpURLConnection http)) {
                    throw new IOException("not an http address");
                }
                http.setConnectTimeout(CONNECT_MILLIS);
                http.setReadTimeout(READ_MILLIS);
                http.setInstanceFollowRedirects(false);
                int status = http.getResponseCode();
                if (status == HttpURLConnection.HTTP_OK) {
                    return http.getInputStream();
                }
                String location = http.getHeaderField("Location");
                if (status / 100 != 3 || location == null) {
                    throw new IOException("HTTP " + status + ": " + http.getResponseMessage());
                }
                URI target = next.resolve(location);
                if ("https".equals(next.getScheme()) && !"https".equals(target.getScheme())) {
                    throw new IOException("redirected from https to " + target.getScheme());
                }
                next = target;
            }
            throw new IOException("too many redirects");
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "cannot download "
                            + withoutSecrets(address)
                            + ": "
                            + (e instanceof IOException io
                                    ? FileErrors.reason(io)
                                    : e.getMessage()),
                    "Check the address and the network.",
                    e);
        }
    }

    private static String withoutSecrets(URI address) {
        String user = address.getRawUserInfo();
        return user == null
                ? address.toString()
                : address.toString().replace(user + "@", "<redacted>@");
    }
}
