/** Common English words that are one token each in most tokenizers. */
export const words: readonly string[] = `
a able act add age ago aim air all also an and any are area arm art as ask at away back bad ball
bank base be bed been bell best bird bit blue boat body book both box boy but buy by call came
can car care case cat city clay coal cold come cook corn cost cup cut dark day deep did dish do
dog door down draw dry dust each ear east easy eat edge egg end even ever eye face fact fall far
farm fast feed feel feet few fill find fine fire firm fish flat flow fly food foot for form four
free from full game gate gave get give go gold good gray grew grow had half hand hard has hat
have he head hear heat held her here high hill him his hold home hot hour how ice if in into
iron is it its job join just keep key kind king knew know lake lamp land last late law lay lead
leaf left leg less let life lift like line list live long look lost lot low made main make man
many map mark may meal mean meet men mile milk mind mix moon more most move much must name near
neck need net new next no nose not note now of off oil old on once one only open or our out over
own page pair part past path pay pen plan play pool poor port post put race rain ran rate read
real red rest rice rich ride ring rise road rock roof room root rope rose row rule run said sail
salt same sand sat save saw say sea seat see seed seen sell send set she ship shoe shop show
side sign silk sit six size skin sky slow snow so soft soil some song soon sort star stay stem
step stop sun sure swim take talk tall tax tea tell ten test than that the them then they thin
this tide time to too took tool top town tree trip true try turn two unit up upon us use very
view wait walk wall want war warm was wash wave way we wear week well went were west what when
who why wide will wind wine wing wire with wood wool word work year yes yet you your
`
  .trim()
  .split(/\s+/)
