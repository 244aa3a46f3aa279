import com.sun.tools.ws.WsImport;

/** Makes stubs of several WSDLs in one run of Java: BINDING, then pairs of WSDL and FOLDER. */
public class Import {
    public static void main(String[] args) throws Throwable {
        for (int at = 1; at < args.length; at += 2) {
            int code = WsImport.doMain(new String[] {
                "-quiet", "-Xnocompile", "-keep", "-XadditionalHeaders",
                "-extension", "-b", args[0], "-d", args[at + 1], args[at],
            });
            if (code != 0) System.exit(code);
        }
    }
}
