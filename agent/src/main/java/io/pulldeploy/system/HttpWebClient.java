package io.pulldeploy.system;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's client. Redirects are followed, but never from https to http. */
public final class HttpWebClient implements WebClient {
    @Override
    public Outcome send(Request request) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(Redirect.NORMAL)
                        .connectTimeout(request.connectWithin());
        if (!request.verifies()) {
            builder.sslContext(trustingAll());
        }
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(request.address())
                        .timeout(request.within())
                        .method(
                                request.method(),
                                request.body().length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(asked::setHeader);
        try (HttpClient client = builder.build()) {
            HttpResponse<byte[]> answer = client.send(asked.build(), BodyHandlers.ofByteArray());
            Map<String, String> headers = new LinkedHashMap<>();
            answer.headers()
                    .map()
                    .forEach((name, values) ->
                            headers.put(capitalised(name), String.join(",", values)));
            return new Answer(answer.statusCode(), headers, answer.body());
        } catch (HttpConnectTimeoutException e) {
            return new Unreachable("Timeout while connecting", true);
        } catch (HttpTimeoutException e) {
            return new Unreachable("Timeout during request", true);
        } catch (IOException e) {
            return new Unreachable(reason(e), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    ExitCode.INTERNAL, "interrupted while waiting for " + request.address(), "", e);
        }
    }

    private static String reason(IOException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "[Errno -2] Name or service not known";
            }
        }
        return error instanceof ConnectException
                ? "[Errno 111] Connection refused"
                : FileErrors.reason(error);
    }

    /** {@code content-type} as {@code Content-Type}. */
    private static String capitalised(String name) {
        return Arrays.stream(name.split("-", -1))
                .map(part ->
                        part.isEmpty()
                                ? part
                                : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                        + part.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining("-"));
    }

    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Failure(ExitCode.INTERNAL, "there is no TLS: " + e.getMessage(), "", e);
        }
    }

    /**
     * For whoever said that the server's certificate, and the name in it, is not to be looked at.
     */
    private static final class TrustingAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
