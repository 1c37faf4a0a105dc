export function attack() {
  const text = "&#0; &nbsp; &lt; &amp;amp; &#x1b; &#xD800; ]]> <![CDATA[ <!-- POISON --> <?x?> &POISON; & &#; \"'";
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
