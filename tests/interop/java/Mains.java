/** Runs programs one after the other in one Java: the names of their classes. */
public class Mains {
    public static void main(String[] args) throws Exception {
        for (String name : args) {
            System.out.println("== " + name);
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }
}
