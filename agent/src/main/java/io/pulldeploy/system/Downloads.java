package io.pulldeploy.system;

import java.io.InputStream;
import java.net.URI;

/** Files that lie behind http and https addresses. */
public interface Downloads {
    /**
     * @throws io.pulldeploy.model.Failure if the server cannot be reached or does not give the file
     */
    InputStream open(URI address);
}
