export function attack() {
  const text = "</script><script>POISON</script><img src=x onerror=POISON> \" onmouseover=POISON x=\" <svg onload=POISON> <!--<script> <b POISON> javascript:POISON \u2028";
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
